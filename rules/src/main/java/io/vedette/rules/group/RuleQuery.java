package io.vedette.rules.group;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import io.vedette.rules.promql.PromQlException;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.Value;
import io.vedette.rules.template.TemplateException;
import java.util.List;

/** Queries as rules make them: at one instant, for a vector; a scalar counts as one element without labels. */
final class RuleQuery {
    private final RuleGroupContext context;

    RuleQuery(RuleGroupContext context) {
        this.context = context;
    }

    List<Value.Point> points(Expr expression, long atMillis) throws RuleFailure {
        Value value;
        try {
            // An interrupt is how whoever runs the group asks it to stop.
            value = context.engine()
                    .instant(context.source(), expression, atMillis, Thread.currentThread()::isInterrupted)
                    .value();
        } catch (QueryException e) {
            throw new RuleFailure(String.valueOf(e.getMessage()));
        }
        if (value instanceof Value.Vector vector) {
            return vector.points();
        }
        if (value instanceof Value.Scalar scalar) {
            return List.of(new Value.Point(Labels.EMPTY, scalar.value()));
        }
        throw new RuleFailure("rule result is not a vector or scalar");
    }

    /** For queries in templates. */
    List<Value.Point> points(String expression, long atMillis) throws TemplateException {
        try {
            return points(PromQl.parse(expression), atMillis);
        } catch (PromQlException | RuleFailure e) {
            throw new TemplateException(String.valueOf(e.getMessage()));
        }
    }
}
