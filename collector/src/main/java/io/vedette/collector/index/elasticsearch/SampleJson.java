package io.vedette.collector.index.elasticsearch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.collector.index.samples.LabelTerm;
import io.vedette.collector.index.samples.SampleBlock;
import io.vedette.collector.index.samples.StoredBlock;
import io.vedette.rules.labels.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A block of samples as a document. */
final class SampleJson {
    static final String FROM = "@timestamp";
    static final String TO = "to";
    static final String SERIES = "series";
    /** Each label as {@link LabelTerm} has it. */
    static final String LABELS = "labels";
    /** The names of the labels. */
    static final String NAMES = "names";

    static final String TIMES = "times";
    static final String VALUES = "values";

    private static final JsonFactory JSON = new JsonFactory();

    private SampleJson() {}

    /** The same for the same series and beginning, whoever writes it: who comes second is told that it is there. */
    static String id(SampleBlock block) {
        return block.series() + "-" + Long.toString(block.fromMillis(), Character.MAX_RADIX);
    }

    static byte[] write(SampleBlock block) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField(FROM, block.fromMillis());
            json.writeNumberField(TO, block.toMillis());
            json.writeStringField(SERIES, block.series().toString());
            json.writeArrayFieldStart(LABELS);
            for (int i = 0; i < block.labels().size(); i++) {
                json.writeString(
                        LabelTerm.of(block.labels().nameAt(i), block.labels().valueAt(i)));
            }
            json.writeEndArray();
            json.writeArrayFieldStart(NAMES);
            for (int i = 0; i < block.labels().size(); i++) {
                json.writeString(block.labels().nameAt(i));
            }
            json.writeEndArray();
            json.writeBinaryField(TIMES, block.times());
            json.writeBinaryField(VALUES, block.values());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /** @param canonical gives a text in place of an equal one, so that label sets can share them */
    static Labels labels(JsonNode document, UnaryOperator<String> canonical) {
        Map<String, String> labels = new TreeMap<>();
        for (JsonNode term : document.path(LABELS)) {
            String text = term.asText();
            labels.put(canonical.apply(LabelTerm.name(text)), canonical.apply(LabelTerm.value(text)));
        }
        return Labels.of(labels);
    }

    static StoredBlock block(long fromMillis, JsonNode document) throws IOException {
        return new StoredBlock(
                fromMillis,
                document.path(TIMES).binaryValue(),
                document.path(VALUES).binaryValue());
    }
}
