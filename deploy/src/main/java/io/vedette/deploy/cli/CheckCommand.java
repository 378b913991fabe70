package io.vedette.deploy.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vedette.agent.config.AgentConfig;
import io.vedette.collector.config.CollectorConfig;
import io.vedette.collector.notify.NotifyConfigReader;
import io.vedette.collector.notify.email.EmailKind;
import io.vedette.collector.notify.webhook.WebhookKind;
import io.vedette.protocol.config.ConfigException;
import io.vedette.rules.file.RuleFile;
import io.vedette.rules.file.RuleFileException;
import io.vedette.rules.file.RuleFileReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vedette check}: says what is wrong with files before anything is started with them. */
@Command(
        name = "check",
        description = "Say what is wrong with configurations, rule files and notification files.",
        footer = {"%nWhat a file is, is seen from its keys; --as says it where they do not tell."})
final class CheckCommand implements Callable<Integer> {
    /** What can be checked. */
    enum FileKind {
        AGENT,
        COLLECTOR,
        RULES,
        NOTIFY
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--as", paramLabel = "KIND", description = "what the files are: ${COMPLETION-CANDIDATES}")
    private @Nullable FileKind kind;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the files")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("made outside the command line");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int bad = 0;
        for (Path file : files) {
            try {
                out.println(file + ": " + check(file));
            } catch (Failure e) {
                err.println(e.getMessage());
                bad++;
            }
            out.flush();
            err.flush();
        }
        return bad == 0 ? 0 : 1;
    }

    /** What a good file holds, in a few words. */
    private String check(Path file) throws Failure {
        String text = read(file);
        try {
            return switch (kind == null ? guess(text) : kind) {
                case RULES -> {
                    RuleFile rules = RuleFileReader.read(file.toString(), text);
                    int count = rules.groups().stream()
                            .mapToInt(group -> group.rules().size())
                            .sum();
                    yield "good, " + count + " rules in " + rules.groups().size() + " groups";
                }
                case NOTIFY -> "good, " + notifyReader().load(file).receivers().size() + " receivers";
                case AGENT -> "good, agent of cluster " + AgentConfig.load(file).cluster();
                case COLLECTOR ->
                    "good, collector of cluster " + CollectorConfig.load(file).cluster();
            };
        } catch (RuleFileException | ConfigException e) {
            throw new Failure(String.valueOf(e.getMessage()), e);
        }
    }

    private static NotifyConfigReader notifyReader() {
        return new NotifyConfigReader(List.of(new WebhookKind("vedette/" + Version.current()), new EmailKind()));
    }

    /** By the keys that only one kind has; a file that cannot be parsed is left to the reader whose words are best. */
    private static FileKind guess(String text) {
        JsonNode tree;
        try {
            tree = new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            return FileKind.RULES;
        }
        if (tree.has("groups")) {
            return FileKind.RULES;
        }
        if (tree.has("route") || tree.has("receivers")) {
            return FileKind.NOTIFY;
        }
        boolean collector =
                List.of("elasticsearch", "rules", "notify", "head", "external_url", "evaluation_interval").stream()
                        .anyMatch(tree::has);
        return collector ? FileKind.COLLECTOR : FileKind.AGENT;
    }

    private static String read(Path file) throws Failure {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new Failure(file + ": no such file", e);
        } catch (MalformedInputException e) {
            throw new Failure(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new Failure(
                    file + ": cannot be read: " + (Files.isDirectory(file) ? "it is a directory" : e.getMessage()), e);
        }
    }
}
