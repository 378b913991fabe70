package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.rules.number.NumberText;
import io.vedette.rules.promql.Value;
import java.io.IOException;

/** Writes what a query evaluates to. */
final class ValueJson {
    private ValueJson() {}

    /** @param costs writes a field with what the query cost, or nothing */
    static void write(JsonGenerator json, Value value, ApiAnswer.Data costs) throws IOException {
        json.writeStartObject();
        json.writeStringField("resultType", ExprJson.word(value.type()));
        json.writeFieldName("result");
        if (value instanceof Value.Scalar scalar) {
            writeAlone(json, scalar.timestampMillis(), NumberText.plain(scalar.value()));
        } else if (value instanceof Value.Text text) {
            writeAlone(json, text.timestampMillis(), text.value());
        } else if (value instanceof Value.Vector vector) {
            write(json, vector);
        } else if (value instanceof Value.Matrix matrix) {
            write(json, matrix);
        }
        costs.write(json);
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Value.Vector vector) throws IOException {
        SampleChars samples = new SampleChars();
        json.writeStartArray();
        for (Value.Point point : vector.points()) {
            json.writeStartObject();
            json.writeFieldName("metric");
            ApiAnswer.writeLabels(json, point.labels());
            json.writeFieldName("value");
            samples.write(json, vector.timestampMillis(), point.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Value.Matrix matrix) throws IOException {
        SampleChars samples = new SampleChars();
        json.writeStartArray();
        for (Value.Row row : matrix.rows()) {
            json.writeStartObject();
            json.writeFieldName("metric");
            ApiAnswer.writeLabels(json, row.labels());
            json.writeArrayFieldStart("values");
            samples.write(json, row.timestampsMillis(), row.values());
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Where there is no series Prometheus writes the time with as few decimals as it can, and never an exponent. */
    private static void writeAlone(JsonGenerator json, long timestampMillis, String value) throws IOException {
        json.writeStartArray();
        json.writeNumber(SampleText.value(timestampMillis / 1000.0));
        json.writeString(value);
        json.writeEndArray();
    }
}
