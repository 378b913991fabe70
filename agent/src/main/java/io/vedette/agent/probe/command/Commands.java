package io.vedette.agent.probe.command;

import io.vedette.agent.probe.ToolMissing;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs commands. One that passes its deadline or writes too much, or whose caller is interrupted, is killed together
 * with all it started.
 *
 * <p>Safe for use by several threads.
 */
public final class Commands {
    private static final int MAX_ERROR_BYTES = 64 << 10;
    private static final File NOTHING = new File("/dev/null");

    private final List<Path> folders;
    private final LongSupplier nanoTime;

    /**
     * @param folders where programs are looked for, in this order
     * @param nanoTime elapsed time, as {@link System#nanoTime}
     */
    public Commands(List<Path> folders, LongSupplier nanoTime) {
        this.folders = List.copyOf(folders);
        this.nanoTime = nanoTime;
    }

    /**
     * Looks in the folders of the variable {@code PATH}, and then in those of the system's administrator, which the
     * path of an ordinary user lacks.
     */
    public static Commands onPath(String pathVariable, LongSupplier nanoTime) {
        List<Path> folders = new ArrayList<>();
        for (String folder : pathVariable.split(File.pathSeparator)) {
            if (!folder.isEmpty()) {
                folders.add(Path.of(folder));
            }
        }
        Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin").map(Path::of).forEach(folders::add);
        return new Commands(folders, nanoTime);
    }

    /**
     * Runs a command to its end.
     *
     * @throws ToolMissing if there is no such program
     * @throws CommandFailed if it could not be started, passed its deadline or wrote too much
     * @throws InterruptedIOException if the calling thread was interrupted meanwhile
     */
    public CommandResult run(Command command) throws ToolMissing, IOException {
        Process process = start(command);
        FutureTask<String> output = read(process.getInputStream(), command.maxOutputBytes(), true, command.tool());
        FutureTask<String> errors = read(process.getErrorStream(), MAX_ERROR_BYTES, false, command.tool());
        long deadline = nanoTime.getAsLong() + command.deadline().toNanos();
        try {
            // The output first: it ends when the command does, or earlier when there is too much of it.
            String written = output.get(left(deadline), TimeUnit.NANOSECONDS);
            String complaints = errors.get(left(deadline), TimeUnit.NANOSECONDS);
            if (!process.waitFor(left(deadline), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            return new CommandResult(process.exitValue(), written, complaints);
        } catch (TimeoutException e) {
            throw new CommandFailed(
                    command.tool() + " did not end within " + command.deadline().toMillis() / 1000.0 + " s");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof CommandFailed failed
                    ? failed
                    : new CommandFailed(command.tool() + " could not be read: " + e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptedIOException(command.tool() + " was interrupted");
        } finally {
            kill(process);
        }
    }

    private long left(long deadline) {
        return Math.max(0, deadline - nanoTime.getAsLong());
    }

    private Process start(Command command) throws ToolMissing, CommandFailed {
        List<String> words = new ArrayList<>();
        words.add(find(command).toString());
        words.addAll(command.arguments());
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.from(NOTHING));
        builder.environment().putAll(command.environment());
        // What is parsed must not be translated.
        builder.environment().put("LC_ALL", "C");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new CommandFailed(command.tool() + " could not be started: " + e.getMessage());
        }
    }

    private Path find(Command command) throws ToolMissing {
        return folders.stream()
                .map(folder -> folder.resolve(command.tool()))
                .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
                .findFirst()
                .orElseThrow(() -> new ToolMissing(command.tool(), command.debianPackage()));
    }

    private static FutureTask<String> read(InputStream in, int maxBytes, boolean strict, String tool) {
        FutureTask<String> task = new FutureTask<>(() -> readAll(in, maxBytes, strict, tool));
        Thread thread = new Thread(task, "command-output");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** @param strict whether more than the limit is an error; if not, what is beyond it is read and forgotten */
    private static String readAll(InputStream in, int maxBytes, boolean strict, String tool) throws IOException {
        try (in) {
            byte[] bytes = in.readNBytes(maxBytes);
            byte[] beyond = new byte[4096];
            while (in.read(beyond) >= 0) {
                if (strict) {
                    throw new CommandFailed(tool + " wrote more than " + maxBytes + " bytes");
                }
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Ends whatever is left; harmless after an orderly end. */
    private static void kill(Process process) {
        ProcessHandle[] tree = process.descendants().toArray(ProcessHandle[]::new);
        process.destroyForcibly();
        Arrays.stream(tree).forEach(ProcessHandle::destroyForcibly);
    }
}
