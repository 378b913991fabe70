package io.vedette.rules.promql;

import java.util.List;

/**
 * An answer.
 *
 * @param warnings things that make the answer doubtful, in the order found
 * @param infos remarks
 */
public record QueryResult(Value value, List<String> warnings, List<String> infos) {
    public QueryResult {
        warnings = List.copyOf(warnings);
        infos = List.copyOf(infos);
    }
}
