package io.vedette.collector.index.lucene;

import io.vedette.collector.index.samples.LabelTerm;
import io.vedette.rules.labels.LabelMatcher;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** Blocks with a label whose value meets a condition, found by looking through the dictionary of the label's values. */
final class LabelQuery extends MultiTermQuery {
    private final LabelMatcher matcher;
    private final BytesRef prefix;

    private LabelQuery(LabelMatcher matcher) {
        super(SampleFields.LABEL, CONSTANT_SCORE_BLENDED_REWRITE);
        this.matcher = matcher;
        this.prefix = new BytesRef(LabelTerm.prefix(matcher.name()));
    }

    /**
     * Blocks of at least the series that meet all conditions, in a range. A condition that series without the label
     * meet leaves everything in: no term tells who lacks a label.
     */
    static Query of(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches("")) {
                all.add(of(matcher), Occur.FILTER);
            }
        }
        all.add(range(SampleFields.FROM, Long.MIN_VALUE, maxMillis), Occur.FILTER);
        all.add(range(SampleFields.TO, minMillis, Long.MAX_VALUE), Occur.FILTER);
        return all.build();
    }

    static Query range(String field, long minMillis, long maxMillis) {
        return new IndexOrDocValuesQuery(
                LongPoint.newRangeQuery(field, minMillis, maxMillis),
                NumericDocValuesField.newSlowRangeQuery(field, minMillis, maxMillis));
    }

    private static Query of(LabelMatcher matcher) {
        return matcher.type() == LabelMatcher.Type.EQUAL
                ? new TermQuery(new Term(SampleFields.LABEL, LabelTerm.of(matcher.name(), matcher.value())))
                : new LabelQuery(matcher);
    }

    @Override
    protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
        return new FilteredTermsEnum(terms.iterator()) {
            {
                setInitialSeekTerm(prefix);
            }

            @Override
            protected AcceptStatus accept(BytesRef term) {
                if (!StringHelper.startsWith(term, prefix)) {
                    return AcceptStatus.END;
                }
                return matcher.matches(valueOf(term, prefix)) ? AcceptStatus.YES : AcceptStatus.NO;
            }
        };
    }

    /** What stands behind a prefix of a term. */
    static String valueOf(BytesRef term, BytesRef prefix) {
        return new String(term.bytes, term.offset + prefix.length, term.length - prefix.length, StandardCharsets.UTF_8);
    }

    @Override
    public void visit(QueryVisitor visitor) {
        visitor.visitLeaf(this);
    }

    @Override
    public String toString(String field) {
        return matcher.toString();
    }

    @Override
    public boolean equals(Object other) {
        return sameClassAs(other) && matcher.equals(((LabelQuery) other).matcher);
    }

    @Override
    public int hashCode() {
        return 31 * classHash() + matcher.hashCode();
    }
}
