package io.vedette.agent.spool;

/**
 * How a spool fares.
 *
 * @param records how many wait
 * @param bytes that wait, on disk and in memory
 * @param dropped records that gave way, since the start
 * @param damaged places in files that were passed over, since the start
 * @param faults times the disk could not be written, since the start
 * @param fault why it cannot be written now; empty if it can
 */
public record SpoolStatus(long records, long bytes, long dropped, long damaged, long faults, String fault) {}
