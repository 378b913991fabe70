package io.vedette.deploy.cli;

import io.vedette.deploy.standalone.Standalone;
import io.vedette.deploy.standalone.UpException;
import io.vedette.deploy.standalone.UpOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vedette up}: everything on this machine, in one process. */
@Command(
        name = "up",
        description = "Watch this machine: broker, agent and collector in one process, until interrupted.",
        footer = {
            "%nWithout options it reads the text files under /var/log and the journal where",
            "there is one, serves the page on http://127.0.0.1:9800/ and keeps everything it",
            "writes under ./data."
        })
final class UpCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "data",
            description = "folder for everything it writes; default ./${DEFAULT-VALUE}")
    private Path data = Path.of("data");

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "9800",
            description = "port of the page and the APIs, the next one is the agent's; default ${DEFAULT-VALUE}")
    private int port = 9800;

    @Option(names = "--name", paramLabel = "NODE", description = "name of this node; default the host name")
    private @Nullable String name;

    @Option(names = "--tail", paramLabel = "GLOB", description = "log files to read besides /var/log; repeatable")
    private List<String> tail = List.of();

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "Prometheus rule file besides the shipped rules; repeatable")
    private List<Path> rules = List.of();

    @Option(
            names = "--notify",
            paramLabel = "FILE",
            description = "who is told of alerts: routes and receivers in Alertmanager's format")
    private @Nullable Path notify;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "use this Kafka in place of the embedded one")
    private @Nullable String kafka;

    @Option(
            names = "--elasticsearch",
            paramLabel = "URL",
            description =
                    "use this Elasticsearch in place of the embedded index; http://user:password@host:9200 if it wants a password")
    private @Nullable String elasticsearch;

    @Override
    public Integer call() throws Failure, InterruptedException {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        if (port < 1 || port > 65_534) {
            throw new ParameterException(spec.commandLine(), "--port " + port + " is not from 1 to 65534");
        }
        UpOptions options =
                new UpOptions(data.toAbsolutePath().normalize(), port, name, tail, rules, notify, kafka, elasticsearch);
        PrintWriter out = spec.commandLine().getOut();
        Standalone standalone;
        try {
            standalone = Standalone.start(options, Version.current(), line -> {
                out.println(line);
                out.flush();
            });
        } catch (UpException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
        return Daemon.run(() -> {}, () -> {
            out.println("stopping");
            out.flush();
            standalone.close();
            out.println("stopped");
            out.flush();
        });
    }
}
