package io.vedette.agent.spool;

/**
 * Something that waits in a spool.
 *
 * @param sequence greater than that of everything put into the spool before, in this run and in earlier ones
 * @param bytes as they were put in; not to be changed
 */
public record SpoolRecord(long sequence, byte[] bytes) {}
