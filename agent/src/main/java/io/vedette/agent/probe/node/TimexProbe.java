package io.vedette.agent.probe.node;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.NotPermitted;
import io.vedette.agent.probe.NothingToMeasure;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * How well the kernel's clock follows a reference, from {@code adjtimex(2)}. The layout read here is that of 64-bit
 * Linux.
 */
public final class TimexProbe implements Probe {
    private static final Family OFFSET =
            gauge("offset_seconds", "Time offset in between local system and reference clock.");
    private static final Family FREQUENCY = gauge("frequency_adjustment_ratio", "Local clock frequency adjustment.");
    private static final Family MAX_ERROR = gauge("maxerror_seconds", "Maximum error in seconds.");
    private static final Family ESTIMATED_ERROR = gauge("estimated_error_seconds", "Estimated error in seconds.");
    private static final Family STATUS = gauge("status", "Value of the status array bits.");
    private static final Family LOOP_CONSTANT = gauge("loop_time_constant", "Phase-locked loop time constant.");
    private static final Family TICK = gauge("tick_seconds", "Seconds between clock ticks.");
    private static final Family PPS_FREQUENCY = gauge("pps_frequency_hertz", "Pulse per second frequency.");
    private static final Family PPS_JITTER = gauge("pps_jitter_seconds", "Pulse per second jitter.");
    private static final Family PPS_SHIFT = gauge("pps_shift_seconds", "Pulse per second interval duration.");
    private static final Family PPS_STABILITY =
            gauge("pps_stability_hertz", "Pulse per second stability, average of recent frequency changes.");
    private static final Family PPS_JITTER_TOTAL =
            counter("pps_jitter_total", "Pulse per second count of jitter limit exceeded events.");
    private static final Family PPS_CALIBRATION =
            counter("pps_calibration_total", "Pulse per second count of calibration intervals.");
    private static final Family PPS_ERROR = counter("pps_error_total", "Pulse per second count of calibration errors.");
    private static final Family PPS_STABILITY_EXCEEDED =
            counter("pps_stability_exceeded_total", "Pulse per second count of stability limit exceeded events.");
    private static final Family TAI = gauge("tai_offset_seconds", "International Atomic Time (TAI) offset.");
    private static final Family SYNC =
            gauge("sync_status", "Is clock synchronized to a reliable server (1 = yes, 0 = no).");

    /** Size of {@code struct timex}, and where its fields lie. */
    private static final int SIZE = 208;

    private static final int AT_OFFSET = 8;
    private static final int AT_FREQUENCY = 16;
    private static final int AT_MAX_ERROR = 24;
    private static final int AT_ESTIMATED_ERROR = 32;
    private static final int AT_STATUS = 40;
    private static final int AT_CONSTANT = 48;
    private static final int AT_TICK = 88;
    private static final int AT_PPS_FREQUENCY = 96;
    private static final int AT_JITTER = 104;
    private static final int AT_SHIFT = 112;
    private static final int AT_STABILITY = 120;
    private static final int AT_JITTER_COUNT = 128;
    private static final int AT_CALIBRATION_COUNT = 136;
    private static final int AT_ERROR_COUNT = 144;
    private static final int AT_STABILITY_COUNT = 152;
    private static final int AT_TAI = 160;

    /** What {@code adjtimex} returns for a clock that follows nobody. */
    private static final int TIME_ERROR = 5;

    /** Status bit: offset and jitter are in nanoseconds, not microseconds. */
    private static final int STA_NANO = 0x2000;

    private static final int EPERM = 1;
    private static final double MICROS = 1e6;
    private static final double NANOS = 1e9;

    /** Frequencies are parts per million with 16 binary places. */
    private static final double SCALED_PPM = 65536 * 1e6;

    private @Nullable ClockControl library;

    /** The one function of the C library that is called. */
    interface ClockControl extends Library {
        int adjtimex(Pointer timex);
    }

    private static Family gauge(String name, String help) {
        return Family.gauge("node_timex_" + name, help);
    }

    private static Family counter(String name, String help) {
        return Family.counter("node_timex_" + name, help);
    }

    @Override
    public String name() {
        return "timex";
    }

    @Override
    public void collect(Samples out) throws IOException, NothingToMeasure {
        if (Native.LONG_SIZE != Long.BYTES) {
            throw new NothingToMeasure("the clock is only read on 64-bit Linux");
        }
        if (library == null) {
            library = Native.load("c", ClockControl.class);
        }
        try (Memory timex = new Memory(SIZE)) {
            timex.clear();
            int state = library.adjtimex(timex);
            if (state < 0) {
                int error = Native.getLastError();
                throw error == EPERM
                        ? new NotPermitted("adjtimex", "allow this system call in the container's seccomp profile")
                        : new IOException("adjtimex failed with errno " + error);
            }
            parse(timex.getByteArray(0, SIZE), state, out);
        }
    }

    static void parse(byte[] timex, int state, Samples out) {
        ByteBuffer in = ByteBuffer.wrap(timex).order(ByteOrder.nativeOrder());
        int status = in.getInt(AT_STATUS);
        double divisor = (status & STA_NANO) != 0 ? NANOS : MICROS;
        out.add(SYNC, state == TIME_ERROR ? 0 : 1);
        out.add(OFFSET, in.getLong(AT_OFFSET) / divisor);
        out.add(FREQUENCY, 1 + in.getLong(AT_FREQUENCY) / SCALED_PPM);
        out.add(MAX_ERROR, in.getLong(AT_MAX_ERROR) / MICROS);
        out.add(ESTIMATED_ERROR, in.getLong(AT_ESTIMATED_ERROR) / MICROS);
        out.add(STATUS, status);
        out.add(LOOP_CONSTANT, in.getLong(AT_CONSTANT));
        out.add(TICK, in.getLong(AT_TICK) / MICROS);
        out.add(PPS_FREQUENCY, in.getLong(AT_PPS_FREQUENCY) / SCALED_PPM);
        out.add(PPS_JITTER, in.getLong(AT_JITTER) / divisor);
        out.add(PPS_SHIFT, in.getInt(AT_SHIFT));
        out.add(PPS_STABILITY, in.getLong(AT_STABILITY) / SCALED_PPM);
        out.add(PPS_JITTER_TOTAL, in.getLong(AT_JITTER_COUNT));
        out.add(PPS_CALIBRATION, in.getLong(AT_CALIBRATION_COUNT));
        out.add(PPS_ERROR, in.getLong(AT_ERROR_COUNT));
        out.add(PPS_STABILITY_EXCEEDED, in.getLong(AT_STABILITY_COUNT));
        out.add(TAI, in.getInt(AT_TAI));
    }
}
