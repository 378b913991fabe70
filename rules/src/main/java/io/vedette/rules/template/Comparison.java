package io.vedette.rules.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Go templates' comparisons: between values of one kind only, so that 1 and 1.0 cannot be compared. */
final class Comparison {
    private Comparison() {}

    /** Whether the first equals any of the others. */
    static boolean equal(List<@Nullable Object> arguments) throws TemplateException {
        if (arguments.isEmpty()) {
            throw new TemplateException("wrong number of args for eq: want at least 1 got 0");
        }
        if (arguments.size() == 1) {
            throw new TemplateException("missing argument for comparison");
        }
        Object first = arguments.get(0);
        for (Object other : arguments.subList(1, arguments.size())) {
            if (areEqual(first, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean areEqual(@Nullable Object a, @Nullable Object b) throws TemplateException {
        if (a == null || b == null) {
            return a == b;
        }
        requireSameKind(a, b);
        if (a instanceof Double x && b instanceof Double y) {
            return x.doubleValue() == y.doubleValue();
        }
        if (!(a instanceof Comparable)) {
            throw new TemplateException("non-comparable type " + GoPrint.print(a) + ": " + GoPrint.typeOf(a));
        }
        return a.equals(b);
    }

    private static void requireSameKind(Object a, Object b) throws TemplateException {
        if (a.getClass() != b.getClass()) {
            throw new TemplateException("incompatible types for comparison");
        }
    }

    static boolean less(List<@Nullable Object> two) throws TemplateException {
        Object a = two.get(0);
        Object b = two.get(1);
        if (a == null || b == null) {
            throw new TemplateException("invalid type for comparison");
        }
        requireSameKind(a, b);
        if (a instanceof Double x && b instanceof Double y) {
            return x < y;
        }
        if (a instanceof Long x && b instanceof Long y) {
            return x < y;
        }
        if (a instanceof String x && b instanceof String y) {
            return x.compareTo(y) < 0;
        }
        throw new TemplateException("invalid type for comparison");
    }

    static boolean lessOrEqual(List<@Nullable Object> two) throws TemplateException {
        return less(two) || areEqual(two.get(0), two.get(1));
    }
}
