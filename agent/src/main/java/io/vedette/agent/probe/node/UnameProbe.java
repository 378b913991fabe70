package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What {@code uname} says, from {@code /proc/sys/kernel}. */
public final class UnameProbe implements Probe {
    private static final Family INFO = Family.gauge(
            "node_uname_info",
            "Labeled system information as provided by the uname system call.",
            "domainname",
            "machine",
            "nodename",
            "release",
            "sysname",
            "version");

    private final Path kernel;
    private final String machine;
    private final SysFile files = new SysFile();

    /**
     * @param procfs root of the node's {@code /proc}
     * @param javaArchitecture the system property {@code os.arch}, for kernels before 6.1 that do not tell theirs
     */
    public UnameProbe(Path procfs, String javaArchitecture) {
        kernel = procfs.resolve("sys/kernel");
        machine = javaArchitecture.equals("amd64") ? "x86_64" : javaArchitecture;
    }

    @Override
    public String name() {
        return "uname";
    }

    @Override
    public void collect(Samples out) throws IOException {
        out.add(
                INFO,
                1,
                line("domainname"),
                files.text(kernel.resolve("arch")).orElse(machine),
                line("hostname"),
                line("osrelease"),
                line("ostype"),
                line("version"));
    }

    private String line(String file) throws IOException {
        return files.text(kernel.resolve(file))
                .orElseThrow(() -> new NoSuchFileException(kernel.resolve(file).toString()));
    }
}
