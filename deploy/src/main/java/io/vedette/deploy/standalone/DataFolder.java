package io.vedette.deploy.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** The folder that holds everything a standalone Vedette writes; one process at a time has it. */
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /**
     * Makes the folder where it is missing, and takes it. The kernel gives it back when the process ends, however it
     * ends.
     *
     * @throws UpException if another process has it, or it cannot be written
     */
    static DataFolder take(Path path) throws UpException {
        FileChannel file;
        try {
            Files.createDirectories(path);
            file = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UpException(
                    "the data folder " + path + " cannot be written: " + reason(e) + "; choose another with --data", e);
        }
        try {
            FileLock lock = tryLock(file);
            if (lock == null) {
                String holder = holder(file);
                file.close();
                throw new UpException(
                        "already running on " + path + holder + "; stop it first, or choose another --data and --port");
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)),
                    0);
            return new DataFolder(path, file, lock);
        } catch (IOException e) {
            throw new UpException("the data folder " + path + " cannot be locked: " + e.getMessage(), e);
        }
    }

    /** Java names the file in its message, and the reason only in its class. */
    private static String reason(IOException e) {
        if (e instanceof FileAlreadyExistsException) {
            return "it is a file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String system = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        return system == null ? "the system does not allow it" : system;
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    private static String holder(FileChannel file) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        file.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "" : " (process " + text + ")";
    }

    /** A folder of a part's own below it. */
    Path resolve(String part) {
        return path.resolve(part);
    }

    @Override
    public void close() throws IOException {
        lock.release();
        lockFile.close();
    }
}
