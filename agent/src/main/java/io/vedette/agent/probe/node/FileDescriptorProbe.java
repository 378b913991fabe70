package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.nio.file.Path;

/** Open files from {@code /proc/sys/fs/file-nr}. */
public final class FileDescriptorProbe implements Probe {
    private static final Family ALLOCATED =
            Family.gauge("node_filefd_allocated", "File descriptor statistics: allocated.");
    private static final Family MAXIMUM = Family.gauge("node_filefd_maximum", "File descriptor statistics: maximum.");

    private final ProcFile file;

    /** @param procfs root of the node's {@code /proc} */
    public FileDescriptorProbe(Path procfs) {
        file = new ProcFile(procfs.resolve("sys/fs/file-nr"));
    }

    @Override
    public String name() {
        return "filefd";
    }

    @Override
    public void collect(Samples out) throws IOException {
        parse(file.read(), out);
    }

    static void parse(Fields in, Samples out) throws IOException {
        in.nextLine();
        double allocated = in.nextDouble();
        in.skip(1);
        double maximum = in.nextDouble();
        out.add(ALLOCATED, allocated);
        out.add(MAXIMUM, maximum);
    }
}
