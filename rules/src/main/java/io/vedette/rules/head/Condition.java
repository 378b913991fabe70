package io.vedette.rules.head;

import io.vedette.rules.labels.LabelMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * A matcher, resolved to values. A missing label has the empty value: so a matcher that the empty value meets takes
 * away the series whose value does not meet it, and any other picks the series whose value does.
 *
 * @param label null if no series has the label
 * @param values whose series are meant
 * @param excludes whether these series are taken away, rather than picked
 */
record Condition(@Nullable LabelValues label, List<String> values, boolean excludes) {

    static Condition of(LabelMatcher matcher, @Nullable LabelValues label, RegexCache regexes) {
        boolean excludes = matcher.matches("");
        return new Condition(label, label == null ? List.of() : values(matcher, label, excludes, regexes), excludes);
    }

    private static List<String> values(LabelMatcher matcher, LabelValues label, boolean excludes, RegexCache regexes) {
        return switch (matcher.type()) {
            // label="x" picks x; label="" takes away all that have the label.
            case EQUAL -> excludes ? label.matching(value -> true) : List.of(matcher.value());
            // label!="x" takes x away; label!="" picks all that have the label.
            case NOT_EQUAL -> excludes ? List.of(matcher.value()) : label.matching(value -> true);
            case REGEX, NOT_REGEX -> regexes.values(label, matcher, value -> matcher.matches(value) != excludes);
        };
    }

    /** The series with one of the values, as a bitmap of its own. Under the index's lock. */
    RoaringBitmap union() {
        if (label == null) {
            return new RoaringBitmap();
        }
        List<RoaringBitmap> bitmaps = new ArrayList<>(values.size());
        for (String value : values) {
            RoaringBitmap series = label.series(value);
            if (series != null) {
                bitmaps.add(series);
            }
        }
        return RoaringBitmap.or(bitmaps.iterator());
    }
}
