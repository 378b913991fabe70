package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.PromQl;
import java.io.IOException;

/** {@code /api/v1/format_query}, {@code parse_query} and {@code query_exemplars}: questions that read no samples. */
public final class ExpressionDoor implements Door {
    @Override
    public void addTo(RoutesConfig routes) {
        ApiAnswer.addBoth(routes, "/api/v1/format_query", ExpressionDoor::format);
        ApiAnswer.addBoth(routes, "/api/v1/parse_query", ExpressionDoor::parse);
        ApiAnswer.addBoth(routes, "/api/v1/query_exemplars", ExpressionDoor::exemplars);
    }

    private static void format(Context context) throws ApiException, IOException {
        Expr expression = Expressions.parse("query", new ApiRequest(context).text("query"));
        ApiAnswer.write(context, json -> json.writeString(PromQl.format(expression)));
    }

    private static void parse(Context context) throws ApiException, IOException {
        Expr expression = Expressions.parse("query", new ApiRequest(context).text("query"));
        ApiAnswer.write(context, json -> ExprJson.write(json, expression));
    }

    /** Exemplars are not kept; the question is checked all the same, so that a mistake in it is found. */
    private static void exemplars(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        long start = request.timeMillis("start", ApiTime.MIN_MILLIS);
        if (request.timeMillis("end", ApiTime.MAX_MILLIS) < start) {
            throw new ApiException(ApiException.Type.BAD_DATA, "end timestamp must not be before start timestamp");
        }
        Expressions.parse("query", request.text("query"));
        ApiAnswer.write(context, json -> {
            json.writeStartArray();
            json.writeEndArray();
        });
    }
}
