package io.vedette.collector.index.lucene;

import io.vedette.collector.index.samples.LabelBytes;
import io.vedette.collector.index.samples.LabelTerm;
import io.vedette.collector.index.samples.SampleBlock;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.util.BytesRef;

/**
 * How a block of samples lies in the index. Labels and times are kept once for all blocks of a segment that have the
 * same: the labels of a series all day, the times of all series that are sampled together.
 */
final class SampleFields {
    /** Each label as a term. */
    static final String LABEL = "label";
    /** All labels together. */
    static final String LABELS = "labels";
    /** The series' id as a term. */
    static final String SERIES = "series";

    static final String FROM = "from";
    static final String TO = "to";
    static final String TIMES = "times";
    static final String VALUES = "values";

    private SampleFields() {}

    /** @throws IllegalArgumentException if the labels are too long for an index */
    static Document of(SampleBlock block) {
        byte[] labels = LabelBytes.write(block.labels());
        if (labels.length > SampleBlock.LABEL_BYTES_MAX) {
            throw new IllegalArgumentException("labels of " + labels.length + " bytes");
        }
        Document document = new Document();
        block.labels()
                .forEach((name, value) -> document.add(new StringField(LABEL, LabelTerm.of(name, value), Store.NO)));
        document.add(new SortedDocValuesField(LABELS, new BytesRef(labels)));
        document.add(new StringField(SERIES, new BytesRef(block.series().toBytes()), Store.NO));
        addTime(document, FROM, block.fromMillis());
        addTime(document, TO, block.toMillis());
        document.add(new SortedDocValuesField(TIMES, new BytesRef(block.times())));
        document.add(new BinaryDocValuesField(VALUES, new BytesRef(block.values())));
        return document;
    }

    private static void addTime(Document document, String name, long millis) {
        document.add(new LongPoint(name, millis));
        document.add(new NumericDocValuesField(name, millis));
    }
}
