package io.vedette.agent.probe.node;

import io.vedette.agent.probe.Family;
import io.vedette.agent.probe.Probe;
import io.vedette.agent.probe.Samples;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Space and inodes of each mounted file system.
 *
 * <p>A mount whose server is gone blocks whoever asks it for good. So each is asked in a thread that can be left
 * behind: it is reported with {@code device_error="mountpoint timeout"} and not asked again before it has answered.
 */
public final class FilesystemProbe implements Probe {
    private static final Family SIZE = gauge("size_bytes", "Filesystem size in bytes.");
    private static final Family FREE = gauge("free_bytes", "Filesystem free space in bytes.");
    private static final Family AVAILABLE =
            gauge("avail_bytes", "Filesystem space available to non-root users in bytes.");
    private static final Family FILES = gauge("files", "Filesystem total file nodes.");
    private static final Family FILES_FREE = gauge("files_free", "Filesystem total free file nodes.");
    private static final Family READ_ONLY = gauge("readonly", "Filesystem read-only status.");
    private static final Family DEVICE_ERROR =
            gauge("device_error", "Whether an error occurred while getting statistics for the given device.");

    private final ProcFile mountsOfInit;
    private final ProcFile ownMounts;
    private final Path rootfs;
    private final SpaceSource space;
    private final Duration patience;
    private final Map<Mount, Future<MountSpace>> unanswered = new HashMap<>();
    private final ExecutorService askers = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), FilesystemProbe::asker);

    /** Asks a file system for its space. */
    @FunctionalInterface
    interface SpaceSource {
        MountSpace of(String path) throws IOException;
    }

    /** @param roots where the node's mounts are listed and seen */
    public FilesystemProbe(Roots roots) {
        this(roots, MountSpace::of, Duration.ofMillis(500));
    }

    FilesystemProbe(Roots roots, SpaceSource space, Duration patience) {
        this.mountsOfInit = new ProcFile(roots.procfs().resolve("1/mounts"));
        this.ownMounts = new ProcFile(roots.procfs().resolve("self/mounts"));
        this.rootfs = roots.rootfs();
        this.space = space;
        this.patience = patience;
    }

    private static Thread asker(Runnable work) {
        Thread thread = new Thread(work, "probe-filesystem");
        thread.setDaemon(true);
        return thread;
    }

    private static Family gauge(String name, String help) {
        return Family.gauge("node_filesystem_" + name, help, "device", "mountpoint", "fstype", "device_error");
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public void collect(Samples out) throws IOException {
        List<Mount> mounts = mounts();
        unanswered.keySet().retainAll(mounts);
        for (Mount mount : mounts) {
            collect(mount, out);
        }
    }

    private List<Mount> mounts() throws IOException {
        return Mount.parse(mountsOfInit.isReadable() ? mountsOfInit.read() : ownMounts.read());
    }

    private void collect(Mount mount, Samples out) throws IOException {
        String error = "";
        try {
            MountSpace answer = ask(mount);
            add(out, SIZE, answer.sizeBytes(), mount, error);
            add(out, FREE, answer.freeBytes(), mount, error);
            add(out, AVAILABLE, answer.availableBytes(), mount, error);
            add(out, FILES, answer.files(), mount, error);
            add(out, FILES_FREE, answer.filesFree(), mount, error);
        } catch (TimeoutException e) {
            error = "mountpoint timeout";
        } catch (ExecutionException e) {
            // Anything but a refusal of the kernel is a fault here, and no property of the mount.
            if (!(e.getCause() instanceof IOException refusal)) {
                throw new IOException("file systems cannot be asked: " + e.getCause(), e);
            }
            error = String.valueOf(refusal.getMessage());
        }
        add(out, READ_ONLY, mount.readOnly() ? 1 : 0, mount, error);
        add(out, DEVICE_ERROR, error.isEmpty() ? 0 : 1, mount, error);
    }

    private static void add(Samples out, Family family, double value, Mount mount, String error) {
        out.add(family, value, mount.device(), mount.mountpoint(), mount.type(), error);
    }

    private MountSpace ask(Mount mount) throws ExecutionException, TimeoutException, InterruptedIOException {
        Future<MountSpace> pending = unanswered.get(mount);
        if (pending != null && !pending.isDone()) {
            throw new TimeoutException();
        }
        Future<MountSpace> question = pending != null ? pending : askers.submit(() -> space.of(seenAt(mount)));
        unanswered.put(mount, question);
        try {
            MountSpace answer = question.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            unanswered.remove(mount);
            return answer;
        } catch (ExecutionException e) {
            unanswered.remove(mount);
            throw e;
        } catch (InterruptedException e) {
            throw new InterruptedIOException("interrupted while asking " + mount.mountpoint());
        }
    }

    private String seenAt(Mount mount) {
        return rootfs.resolve(mount.mountpoint().substring(1)).toString();
    }
}
