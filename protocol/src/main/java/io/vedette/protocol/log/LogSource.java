package io.vedette.protocol.log;

/**
 * Where events come from. Two reads of the same place give equal sources, before and after a restart of the agent, so
 * that an event's identity (host, {@link #identity}, offset) never changes.
 *
 * @param host the node's name
 * @param kind what it is
 * @param name the file's path, the unit, the container
 * @param identity what tells this source from another that had or will have its name: for a file device, inode, birth
 *     time and the number of times it was truncated
 * @param encoding character set of the bytes, by its IANA name
 * @param dataset the data stream's dataset, or empty to let the collector choose
 */
public record LogSource(String host, Kind kind, String name, String identity, String encoding, String dataset) {
    public LogSource {
        if (host.isEmpty() || identity.isEmpty()) {
            throw new IllegalArgumentException("a log source needs a host and an identity");
        }
    }

    /** Kinds of source, in wire order: append only. */
    public enum Kind {
        FILE,
        JOURNAL,
        SYSLOG,
        CONTAINER
    }
}
