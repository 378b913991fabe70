package io.vedette.rules.promql.function;

import io.vedette.rules.labels.Labels;
import io.vedette.rules.promql.Expr;
import io.vedette.rules.promql.QueryException;
import io.vedette.rules.promql.eval.Evaluator;
import io.vedette.rules.promql.eval.Frame;
import io.vedette.rules.promql.eval.Steps;
import io.vedette.rules.promql.eval.VectorFunction;
import java.time.LocalDate;
import java.util.Map;
import java.util.function.LongToDoubleFunction;

/** Dates and times, all in UTC. */
final class TimeFunctions {
    private static final long DAY_SECONDS = 86_400;
    /** Days further from 1970 are no dates in Java; a million years do. */
    private static final long MOST_SECONDS = 365_000_000L * DAY_SECONDS;

    private TimeFunctions() {}

    static void addTo(Map<String, VectorFunction> all) {
        all.put("day_of_month", each(seconds -> date(seconds).getDayOfMonth()));
        all.put("day_of_week", each(seconds -> date(seconds).getDayOfWeek().getValue() % 7));
        all.put("day_of_year", each(seconds -> date(seconds).getDayOfYear()));
        all.put("days_in_month", each(seconds -> date(seconds).lengthOfMonth()));
        all.put("hour", each(seconds -> Math.floorMod(seconds, DAY_SECONDS) / 3600));
        all.put("minute", each(seconds -> Math.floorMod(seconds, 3600L) / 60));
        all.put("month", each(seconds -> date(seconds).getMonthValue()));
        all.put("year", each(seconds -> date(seconds).getYear()));
        all.put("timestamp", TimeFunctions::timestamp);
    }

    private static LocalDate date(long seconds) {
        return LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY_SECONDS));
    }

    /** Of the times that are the values of the argument, in seconds; of the time of each step if there is none. */
    private static VectorFunction each(LongToDoubleFunction function) {
        VectorFunction ofValues = MathFunctions.each(value -> Double.isNaN(value) || Math.abs(value) > MOST_SECONDS
                ? Double.NaN
                : function.applyAsDouble((long) value));
        return (call, evaluator, steps) -> {
            if (!call.arguments().isEmpty()) {
                return ofValues.apply(call, evaluator, steps);
            }
            Frame frame = new Frame(1, steps.count(), evaluator.budget());
            frame.addRow(Labels.EMPTY, false);
            for (int step = 0; step < steps.count(); step++) {
                frame.cells()[step] = function.applyAsDouble(Math.floorDiv(steps.at(step), 1000L));
            }
            return frame;
        };
    }

    /** The time of each sample, if the argument is a selector; else that of the step. */
    private static Frame timestamp(Expr.Call call, Evaluator evaluator, Steps steps) throws QueryException {
        Expr argument = call.arguments().get(0).bare();
        if (argument instanceof Expr.VectorSelector selector) {
            return evaluator.sampleTimes(selector, steps);
        }
        Frame frame = evaluator.vector(argument, steps);
        int index = 0;
        for (int row = 0; row < frame.rows(); row++) {
            for (int step = 0; step < steps.count(); step++, index++) {
                if (!Frame.isAbsent(frame.cells()[index])) {
                    frame.cells()[index] = steps.at(step) / 1000.0;
                }
            }
        }
        frame.dropNames();
        return frame;
    }
}
