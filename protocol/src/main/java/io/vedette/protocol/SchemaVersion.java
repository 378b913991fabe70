package io.vedette.protocol;

import java.nio.charset.StandardCharsets;

/**
 * The version of a record's layout, carried by every record in the header {@value #HEADER} as {@code major.minor}.
 *
 * <p>A reader takes every minor version of the majors it knows and refuses newer majors.
 *
 * @param major changes when an old reader would misread the record
 * @param minor changes when fields are added that an old reader may pass over
 */
public record SchemaVersion(int major, int minor) {
    /** Name of the record header. */
    public static final String HEADER = "vedette-schema";

    /** What this build writes, and the newest it reads. */
    public static final SchemaVersion CURRENT = new SchemaVersion(1, 0);

    public SchemaVersion {
        if (major < 1 || minor < 0) {
            throw new IllegalArgumentException("no such schema version: " + major + "." + minor);
        }
    }

    /** The header's value. */
    public byte[] toBytes() {
        return toString().getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Reads a header's value and refuses what this build cannot read.
     *
     * @param header the header's bytes
     * @throws MalformedRecordException if it is no version, or one of a newer major
     */
    public static SchemaVersion check(byte[] header) throws MalformedRecordException {
        SchemaVersion version = parse(new String(header, StandardCharsets.ISO_8859_1));
        if (version.major > CURRENT.major) {
            throw new MalformedRecordException("schema version " + version + " is newer than " + CURRENT
                    + ", the newest this build reads: upgrade the collectors before the agents");
        }
        return version;
    }

    private static SchemaVersion parse(String text) throws MalformedRecordException {
        int dot = text.indexOf('.');
        try {
            return new SchemaVersion(
                    Integer.parseInt(text.substring(0, Math.max(dot, 0))), Integer.parseInt(text.substring(dot + 1)));
        } catch (IllegalArgumentException e) {
            String shown = text.length() > 20 ? text.substring(0, 20) + "…" : text;
            throw new MalformedRecordException("header " + HEADER + " is not major.minor: \"" + shown + "\"", e);
        }
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
