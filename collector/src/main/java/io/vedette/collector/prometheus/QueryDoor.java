package io.vedette.collector.prometheus;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Caller;
import io.vedette.collector.serve.Door;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryResult;
import io.vedette.rules.promql.QueryStatistics;
import io.vedette.rules.promql.Value;
import io.vedette.rules.promql.ValueType;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/** {@code /api/v1/query} and {@code query_range}. */
public final class QueryDoor implements Door {
    private static final String TRUNCATED = "results truncated due to limit";

    private final QueryRunner runner;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /**
     * @param clock wall time, for questions that name no time
     * @param nanoTime elapsed time in nanoseconds
     */
    public QueryDoor(QueryRunner runner, InstantSource clock, LongSupplier nanoTime) {
        this.runner = runner;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        ApiAnswer.addBoth(routes, "/api/v1/query", this::instant);
        ApiAnswer.addBoth(routes, "/api/v1/query_range", this::range);
    }

    private void instant(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        int limit = request.limit();
        long at = request.timeMillis("time", clock.millis());
        QueryRunner.Options options = options(context, request);
        Expr expression = Expressions.parse("query", request.text("query"));
        runner.instant(expression, at, options, (result, cost) -> answer(context, result, limit, costs(request, cost)));
    }

    private void range(Context context) throws ApiException, IOException {
        ApiRequest request = new ApiRequest(context);
        int limit = request.limit();
        long start = request.timeMillis("start");
        long end = request.timeMillis("end");
        if (end < start) {
            throw ApiException.invalid("end", "end timestamp must not be before start time");
        }
        long step = stepMillis(request);
        if ((end - start) / step > runner.limits().maxSteps()) {
            throw new ApiException(
                    ApiException.Type.BAD_DATA,
                    String.format(
                            Locale.ROOT,
                            "exceeded maximum resolution of %,d points per timeseries. Try decreasing the query"
                                    + " resolution (?step=XX) or raise query.max_steps",
                            runner.limits().maxSteps()));
        }
        QueryRunner.Options options = options(context, request);
        Expr expression = Expressions.parse("query", request.text("query"));
        if (expression.type() != ValueType.VECTOR && expression.type() != ValueType.SCALAR) {
            throw ApiException.invalid(
                    "query",
                    "invalid expression type \"" + expression.type().words()
                            + "\" for range query, must be Scalar or instant Vector");
        }
        runner.range(
                expression,
                start,
                end,
                step,
                options,
                (result, cost) -> answer(context, result, limit, costs(request, cost)));
    }

    private static long stepMillis(ApiRequest request) throws ApiException {
        Duration step = request.duration("step");
        if (step.isNegative() || step.isZero()) {
            throw ApiException.invalid(
                    "step", "zero or negative query resolution step widths are not accepted. Try a positive integer");
        }
        return Math.max(1, step.toMillis());
    }

    private QueryRunner.Options options(Context context, ApiRequest request) throws ApiException {
        Duration longest = runner.limits().timeout();
        Duration timeout = request.positiveDuration("timeout", longest);
        return new QueryRunner.Options(
                timeout.compareTo(longest) > 0 ? longest : timeout,
                request.positiveDuration("lookback_delta", runner.limits().lookback()),
                new Caller(context, nanoTime),
                !request.text("stats").isEmpty());
    }

    private static ApiAnswer.Data costs(ApiRequest request, QueryRunner.Cost cost) {
        QueryStatistics samples = cost.samples();
        if (samples == null) {
            return json -> {};
        }
        boolean perStep = request.text("stats").equals("all");
        return json -> CostJson.write(json, cost, samples, perStep);
    }

    private void answer(Context context, QueryResult result, int limit, ApiAnswer.Data costs) throws IOException {
        Value value = truncated(result.value(), limit);
        List<String> warnings = new ArrayList<>(result.warnings());
        if (value != result.value()) {
            warnings.add(TRUNCATED);
        }
        ApiAnswer.write(
                context,
                new PacedOutput(context, context.outputStream(), nanoTime),
                warnings,
                result.infos(),
                json -> ValueJson.write(json, value, costs));
    }

    private static Value truncated(Value value, int limit) {
        if (limit > 0 && value instanceof Value.Vector vector && vector.points().size() > limit) {
            return new Value.Vector(vector.timestampMillis(), vector.points().subList(0, limit));
        }
        if (limit > 0 && value instanceof Value.Matrix matrix && matrix.rows().size() > limit) {
            return new Value.Matrix(matrix.rows().subList(0, limit));
        }
        return value;
    }
}
