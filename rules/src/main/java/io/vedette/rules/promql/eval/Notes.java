package io.vedette.rules.promql.eval;

import io.vedette.rules.promql.Span;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Warnings and remarks of a query, each kept once. Bounded; not safe for use by several threads. */
public final class Notes {
    private static final int MOST = 1000;

    private final Set<String> warnings = new LinkedHashSet<>();
    private final Set<String> infos = new LinkedHashSet<>();

    /** Something that makes the answer doubtful, with the place it is about. */
    public void warn(String message, Span about) {
        add(warnings, "PromQL warning: " + message, about);
    }

    /** A remark, with the place it is about. */
    public void inform(String message, Span about) {
        add(infos, "PromQL info: " + message, about);
    }

    private static void add(Set<String> notes, String message, Span about) {
        if (notes.size() < MOST) {
            notes.add(message + " (" + about.position() + ")");
        }
    }

    /** The warnings in the order found. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** The remarks in the order found. */
    public List<String> infos() {
        return List.copyOf(infos);
    }
}
