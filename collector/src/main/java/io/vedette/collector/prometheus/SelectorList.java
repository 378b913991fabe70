package io.vedette.collector.prometheus;

import io.vedette.rules.labels.LabelMatcher;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.TimeShift;
import java.util.ArrayList;
import java.util.List;

/** The parameter {@code match[]}: selectors of which a series must meet at least one. */
final class SelectorList {
    private static final String PARAMETER = "match[]";

    private SelectorList() {}

    /** The selectors of a question; none if the parameter is not given. */
    static List<Expr.VectorSelector> read(ApiRequest request) throws ApiException {
        List<Expr.VectorSelector> selectors = new ArrayList<>();
        for (String text : request.all(PARAMETER)) {
            selectors.add(parse(PARAMETER, text));
        }
        return selectors;
    }

    /** One selector. */
    static Expr.VectorSelector parse(String parameter, String text) throws ApiException {
        Expr expression = Expressions.parse(parameter, text);
        if (!(expression instanceof Expr.VectorSelector selector)
                || !selector.shift().equals(TimeShift.NONE)) {
            throw ApiException.invalid(parameter, ApiTime.quote(text) + " is no series selector");
        }
        return selector;
    }

    /** As {@link #read}, where the parameter must be given. */
    static List<Expr.VectorSelector> readSome(ApiRequest request) throws ApiException {
        List<Expr.VectorSelector> selectors = read(request);
        if (selectors.isEmpty()) {
            throw new ApiException(ApiException.Type.BAD_DATA, "no match[] parameter provided");
        }
        return selectors;
    }

    /** The conditions of each selector; one without conditions if there is no selector. */
    static List<List<LabelMatcher>> conditions(List<Expr.VectorSelector> selectors) {
        return selectors.isEmpty()
                ? List.of(List.of())
                : selectors.stream().map(Expr.VectorSelector::matchers).toList();
    }
}
