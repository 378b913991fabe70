package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.rules.promql.QueryStatistics;
import java.io.IOException;

/** Writes what a query cost, the field {@code stats} of an answer. */
final class CostJson {
    private CostJson() {}

    /** @param perStep whether samples are told for each step, too */
    static void write(JsonGenerator json, QueryRunner.Cost cost, QueryStatistics samples, boolean perStep)
            throws IOException {
        json.writeObjectFieldStart("stats");
        json.writeObjectFieldStart("timings");
        writeSeconds(json, "evalTotalTime", cost.evaluationNanos());
        // Series are found, and results sorted, while a query is evaluated.
        writeSeconds(json, "resultSortTime", 0);
        writeSeconds(json, "queryPreparationTime", 0);
        writeSeconds(json, "innerEvalTime", cost.evaluationNanos());
        writeSeconds(json, "execQueueTime", cost.queueNanos());
        writeSeconds(json, "execTotalTime", cost.queueNanos() + cost.evaluationNanos());
        json.writeEndObject();
        json.writeObjectFieldStart("samples");
        if (perStep) {
            json.writeArrayFieldStart("totalQueryableSamplesPerStep");
            for (int step = 0; step < samples.steps(); step++) {
                json.writeStartArray();
                json.writeNumber(SampleText.timestamp(samples.stepMillis(step)));
                json.writeNumber(samples.samplesRead(step));
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeNumberField("totalQueryableSamples", samples.samplesRead());
        json.writeNumberField("peakSamples", samples.peakSamples());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeSeconds(JsonGenerator json, String name, long nanos) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(SampleText.value(nanos / 1e9));
    }
}
