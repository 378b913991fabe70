package io.vedette.deploy.cli;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogDocument;
import io.vedette.collector.logs.parse.LineReader;
import io.vedette.protocol.log.LogChunk;
import io.vedette.protocol.log.LogSource;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette parse}: what the collector would make of a file's lines. */
@Command(name = "parse", description = "Print the ECS document that each line of a log file becomes.")
final class ParseCommand implements Callable<Integer> {
    /** As the agent's default: what is longer is cut off. */
    private static final int LONGEST_LINE = 1 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--dataset",
            paramLabel = "NAME",
            defaultValue = "",
            description = "the dataset; default by the file's name")
    private String dataset = "";

    @Parameters(paramLabel = "FILE", description = "the log file, - for standard input")
    private Path file = Path.of("-");

    private final LineReader reader = new LineReader(EcsSchema.load(), ZoneId.systemDefault(), "default");

    @Override
    public Integer call() throws Failure {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        boolean standardInput = file.toString().equals("-");
        String name = standardInput
                ? "standard input"
                : file.toAbsolutePath().normalize().toString();
        LogSource source = new LogSource("localhost", LogSource.Kind.FILE, name, "parse", "UTF-8", dataset);
        try (InputStream in = standardInput ? System.in : new BufferedInputStream(Files.newInputStream(file))) {
            parse(in, source, spec.commandLine().getOut());
        } catch (NoSuchFileException e) {
            throw new Failure(file + ": no such file", e);
        } catch (IOException e) {
            throw new Failure(
                    file + " cannot be read: " + (Files.isDirectory(file) ? "it is a directory" : e.getMessage()), e);
        }
        return 0;
    }

    private void parse(InputStream in, LogSource source, PrintWriter out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long offset = 0;
        long begin = 0;
        int read;
        while ((read = in.read()) >= 0) {
            offset++;
            if (read == '\n') {
                print(source, begin, line, out);
                line.reset();
                begin = offset;
            } else if (line.size() < LONGEST_LINE) {
                line.write(read);
            }
        }
        if (line.size() > 0) {
            print(source, begin, line, out);
        }
        out.flush();
    }

    private void print(LogSource source, long offset, ByteArrayOutputStream line, PrintWriter out) {
        Instant now = InstantSource.system().instant();
        LogChunk chunk = new LogChunk(
                source,
                now.toEpochMilli(),
                new long[] {offset},
                new int[] {line.size()},
                new byte[] {line.size() == LONGEST_LINE ? LogChunk.TRUNCATED : 0},
                ByteBuffer.wrap(line.toByteArray()));
        for (LogDocument document : reader.read(chunk, now)) {
            out.println(new String(document.json(), StandardCharsets.UTF_8));
        }
    }
}
