package io.vedette.collector.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** This process, by the names Prometheus's client libraries give, and its Java virtual machine. */
public final class ProcessMetrics implements MeterBinder, AutoCloseable {
    private final JvmGcMetrics collections = new JvmGcMetrics();

    @Override
    public void bindTo(MeterRegistry meters) {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        if (system instanceof UnixOperatingSystemMXBean unix) {
            FunctionCounter.builder("process_cpu_seconds_total", unix, bean -> bean.getProcessCpuTime() / 1e9)
                    .description("Processor time spent, of user and system together.")
                    .register(meters);
            Gauge.builder("process_open_fds", unix, UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
                    .description("Open file descriptors.")
                    .register(meters);
            Gauge.builder("process_max_fds", unix, UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
                    .description("File descriptors that may be open.")
                    .register(meters);
            Gauge.builder("process_virtual_memory_bytes", unix, bean -> bean.getCommittedVirtualMemorySize())
                    .description("Virtual memory.")
                    .register(meters);
        }
        Gauge.builder(
                        "process_start_time_seconds",
                        ManagementFactory.getRuntimeMXBean(),
                        runtime -> runtime.getStartTime() / 1000.0)
                .description("When the process started, Unix time.")
                .register(meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        collections.bindTo(meters);
    }

    @Override
    public void close() {
        collections.close();
    }
}
