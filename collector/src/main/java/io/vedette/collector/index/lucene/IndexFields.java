package io.vedette.collector.index.lucene;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.ecs.EcsSchema.Field;
import io.vedette.collector.ecs.EcsSchema.Type;
import io.vedette.collector.index.LogDocument;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

/**
 * How a document's fields lie in the index. Text by its words; dates as milliseconds; everything else as exact terms,
 * and numbers as points as well, for ranges. A field that the schema does not know has the same form whatever its
 * values are, so that no document can stand in another's way.
 *
 * <p>Used by the one thread that writes.
 */
final class IndexFields {
    static final String ID = "_id";
    static final String SOURCE_JSON = "_source";
    static final String SOURCE = "vedette.source";
    /** {@code log.offset} to sort by: under a name of its own, as the field's points hold it in another form. */
    static final String OFFSET = "_offset";

    static final String TIMESTAMP = "@timestamp";
    static final String INGESTED = "event.ingested";
    static final String LEVEL = "log.level";

    /** Exact values longer than this are stored but not searched by. */
    static final int KEYWORD_MAX = 1_024;
    /** Names beyond the schema's that one part of the index takes; each costs memory in every segment. */
    static final int FREE_NAMES_MAX = 2_000;

    private static final FieldType TEXT = new FieldType();

    static {
        TEXT.setTokenized(true);
        TEXT.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
        // Hits are ordered by time, so nothing is lost by not knowing a field's length.
        TEXT.setOmitNorms(true);
        TEXT.freeze();
    }

    private final EcsSchema schema;
    private final Set<String> freeNames;

    /** @param present names that the part of the index has fields of already */
    IndexFields(EcsSchema schema, Collection<String> present) {
        this.schema = schema;
        this.freeNames = new HashSet<>(present);
    }

    /** Where a field's numbers lie: apart, as all values of one Lucene field must have the same form. */
    static String numbers(String name) {
        return name + "#";
    }

    Document of(LogDocument log) {
        Document document = new Document();
        document.add(new StringField(ID, log.id().toString(), Store.NO));
        document.add(new SortedDocValuesField(SOURCE, new BytesRef(log.id().source())));
        document.add(new NumericDocValuesField(OFFSET, log.id().offset()));
        document.add(new StoredField(SOURCE_JSON, log.json()));
        for (Map.Entry<String, Object> entry : log.fields().asMap().entrySet()) {
            String name = entry.getKey();
            Field field = schema.field(name);
            if (field == null && !hasRoomFor(name)) {
                continue;
            }
            Type type = field == null ? Type.KEYWORD : field.type();
            if (entry.getValue() instanceof List<?> values) {
                values.forEach(value -> add(document, name, type, value));
            } else {
                add(document, name, type, entry.getValue());
            }
        }
        return document;
    }

    private boolean hasRoomFor(String name) {
        return freeNames.contains(name) || freeNames.size() < FREE_NAMES_MAX && freeNames.add(name);
    }

    private static void add(Document document, String name, Type type, Object value) {
        switch (type) {
            case TEXT -> document.add(new org.apache.lucene.document.Field(name, value.toString(), TEXT));
            case DATE -> addDate(document, name, value.toString());
            default -> addExact(document, name, value);
        }
    }

    private static void addDate(Document document, String name, String value) {
        long millis;
        try {
            millis = Instant.parse(value).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            // Stored, but no date to search by.
            return;
        }
        document.add(new LongPoint(name, millis));
        if (name.equals(TIMESTAMP) || name.equals(INGESTED)) {
            document.add(new NumericDocValuesField(name, millis));
        }
    }

    private static void addExact(Document document, String name, Object value) {
        String text = value.toString();
        if (text.length() > KEYWORD_MAX) {
            return;
        }
        document.add(new StringField(name, text, Store.NO));
        if (value instanceof Number number) {
            document.add(new DoublePoint(numbers(name), number.doubleValue()));
        } else if (name.equals(LEVEL)) {
            document.add(new SortedDocValuesField(name, new BytesRef(text)));
        }
    }
}
