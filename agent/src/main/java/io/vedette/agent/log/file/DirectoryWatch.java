package io.vedette.agent.log.file;

import io.vedette.agent.log.WakeUp;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileStore;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the kernel (inotify) which files change, and gathers it until the tail asks.
 *
 * <p>Directories on network file systems, where the kernel does not hear of what other machines write, and those for
 * which there are no watches left, are polled by the tail instead. What is gathered is a set, so it is bounded by the
 * number of files; past a limit it becomes "anything may have changed".
 */
final class DirectoryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DirectoryWatch.class);
    private static final int MAX_CHANGES = 20_000;

    /** A file that is written without pause is reported this often, not once a write. */
    private static final long GATHERING_MILLIS = 3;

    private static final Set<String> REMOTE_FILE_SYSTEMS =
            Set.of("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "ceph", "glusterfs", "lustre");

    private final WatchService service;
    private final WakeUp tail;
    private final Thread thread;
    private final Map<Path, WatchKey> watched = new ConcurrentHashMap<>();
    private final Set<Path> polled = ConcurrentHashMap.newKeySet();
    private final Object lock = new Object();
    private Changes changes = Changes.none();
    private boolean complained;

    /**
     * What changed, in no order: what is there now must be looked up.
     *
     * @param written files that were written to
     * @param appeared files and directories that were made, or renamed to this
     * @param vanished files and directories that were deleted, or renamed from this
     * @param anything whether more may have changed than is listed
     */
    record Changes(Set<Path> written, Set<Path> appeared, Set<Path> vanished, boolean anything) {
        static Changes none() {
            return new Changes(new HashSet<>(), new HashSet<>(), new HashSet<>(), false);
        }

        static Changes unknown() {
            return new Changes(new HashSet<>(), new HashSet<>(), new HashSet<>(), true);
        }

        private void add(WatchEvent.Kind<?> kind, Path path) {
            if (kind == StandardWatchEventKinds.ENTRY_MODIFY) {
                written.add(path);
            } else if (kind == StandardWatchEventKinds.ENTRY_CREATE) {
                appeared.add(path);
            } else {
                vanished.add(path);
            }
        }

        private int size() {
            return written.size() + appeared.size() + vanished.size();
        }
    }

    /**
     * @param tail called when something changed
     * @throws IOException if the kernel gives no watches at all
     */
    DirectoryWatch(WakeUp tail) throws IOException {
        this.service = FileSystems.getDefault().newWatchService();
        this.tail = tail;
        this.thread = new Thread(this::listen, "log-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** Watches a directory from now on; called again for one that is watched it does nothing. */
    void watch(Path directory) {
        WatchKey known = watched.get(directory);
        if (known != null && known.isValid() || polled.contains(directory)) {
            return;
        }
        try {
            if (isRemote(directory)) {
                polled.add(directory);
                return;
            }
            watched.put(
                    directory,
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE,
                            StandardWatchEventKinds.ENTRY_MODIFY));
        } catch (IOException e) {
            polled.add(directory);
            // One that may not be read is told by who lists it.
            if (!complained && !(e instanceof AccessDeniedException)) {
                complained = true;
                LOG.warn(
                        "{} and maybe others are polled, as the kernel does not watch them ({}); raise"
                                + " fs.inotify.max_user_watches",
                        directory,
                        e.getMessage());
            }
        }
    }

    private static boolean isRemote(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        String type = store.type().toLowerCase(Locale.ROOT);
        return REMOTE_FILE_SYSTEMS.contains(type) || type.startsWith("fuse");
    }

    /** Directories the kernel does not watch. */
    Collection<Path> polled() {
        return polled;
    }

    /** Forgets directories that are no more; those in {@code alive} stay watched. */
    void retain(Set<Path> alive) {
        watched.entrySet().removeIf(entry -> {
            boolean gone = !alive.contains(entry.getKey());
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        polled.retainAll(alive);
    }

    /** What changed since the last call. */
    Changes take() {
        synchronized (lock) {
            Changes taken = changes;
            changes = Changes.none();
            return taken;
        }
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = service.take();
                gather(key);
                key.reset();
                tail.call();
                Thread.sleep(GATHERING_MILLIS);
            }
        } catch (ClosedWatchServiceException | InterruptedException e) {
            LOG.debug("watching ends");
        }
    }

    private void gather(WatchKey key) {
        Path directory = (Path) key.watchable();
        synchronized (lock) {
            for (WatchEvent<?> event : key.pollEvents()) {
                if (changes.anything()) {
                    continue;
                }
                if (event.context() instanceof Path name && changes.size() < MAX_CHANGES) {
                    changes.add(event.kind(), directory.resolve(name));
                } else {
                    changes = Changes.unknown();
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            service.close();
            thread.interrupt();
            thread.join();
        } catch (IOException e) {
            LOG.warn("watches could not be given back: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
