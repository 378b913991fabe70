package io.vedette.agent.log.file;

/**
 * How far one file has come.
 *
 * @param path the name its lines are shipped under
 * @param sizeBytes its size when it was last looked at
 * @param readBytes how much of it was read
 * @param acknowledgedBytes up to where Kafka has acknowledged
 * @param unreadSinceMillis since when there has been something not acknowledged, milliseconds since the Unix epoch; 0
 *     if there is nothing
 */
public record FileStatus(String path, long sizeBytes, long readBytes, long acknowledgedBytes, long unreadSinceMillis) {
    /** Bytes not acknowledged yet. */
    public long unreadBytes() {
        return Math.max(0, sizeBytes - acknowledgedBytes);
    }
}
