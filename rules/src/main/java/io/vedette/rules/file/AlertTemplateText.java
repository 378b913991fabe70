package io.vedette.rules.file;

/** What stands before each template of an alert, so that people need not know Go's dots. */
public final class AlertTemplateText {
    private static final String VARIABLES = "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
            + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";

    private AlertTemplateText() {}

    /** A label's or annotation's text with {@code $labels}, {@code $value} and their kin declared. */
    public static String withVariables(String text) {
        return VARIABLES + text;
    }
}
