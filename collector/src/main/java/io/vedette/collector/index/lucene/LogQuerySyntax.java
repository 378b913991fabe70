package io.vedette.collector.index.lucene;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogQueryException;
import org.apache.lucene.analysis.Analyzer;

/**
 * The query syntax all log indexes share, checked in one place: so a malformed query gets the same clear answer
 * wherever the documents are.
 *
 * <p>Immutable; safe for use by any thread.
 */
public final class LogQuerySyntax {
    private final EcsSchema schema;
    private final Analyzer analyzer;

    /** @param schema types of fields, for dates */
    public LogQuerySyntax(EcsSchema schema) {
        this.schema = schema;
        this.analyzer = LogQueryParser.analyzer(schema);
    }

    /** @throws LogQueryException if the query is malformed, with the column, or asks for too much */
    public void check(String query) throws LogQueryException {
        LogQueryParser.parse(query, schema, analyzer);
    }
}
