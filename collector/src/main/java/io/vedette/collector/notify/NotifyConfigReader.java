package io.vedette.collector.notify;

import io.vedette.collector.notify.NotifyConfig.Integration;
import io.vedette.collector.notify.ReceiverKind.SectionReader;
import io.vedette.collector.route.Route;
import io.vedette.collector.yaml.YamlSection;
import io.vedette.collector.yaml.YamlText;
import io.vedette.protocol.config.ConfigException;
import io.vedette.protocol.config.ConfigException.Problem;
import io.vedette.protocol.config.NearestName;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a file in Alertmanager's format. What this build does not know yet is an error, never passed over. */
public final class NotifyConfigReader {
    private static final List<String> UNSUPPORTED =
            List.of("templates", "inhibit_rules", "time_intervals", "mute_time_intervals", "tracing");
    private static final List<String> GLOBAL_UNSUPPORTED = List.of(
            "http_config",
            "jira_api_url",
            "mattermost_webhook_url",
            "mattermost_webhook_url_file",
            "opsgenie_api_key",
            "opsgenie_api_key_file",
            "opsgenie_api_url",
            "pagerduty_url",
            "rocketchat_api_url",
            "rocketchat_token",
            "rocketchat_token_file",
            "rocketchat_token_id",
            "rocketchat_token_id_file",
            "slack_api_url",
            "slack_api_url_file",
            "slack_app_token",
            "slack_app_token_file",
            "slack_app_url",
            "telegram_api_url",
            "telegram_bot_token",
            "telegram_bot_token_file",
            "victorops_api_key",
            "victorops_api_key_file",
            "victorops_api_url",
            "webex_api_url",
            "wechat_api_corp_id",
            "wechat_api_secret",
            "wechat_api_secret_file",
            "wechat_api_url");
    private static final List<String> RECEIVERS_UNSUPPORTED = List.of(
            "discord_configs",
            "incidentio_configs",
            "jira_configs",
            "mattermost_configs",
            "msteams_configs",
            "msteamsv2_configs",
            "opsgenie_configs",
            "pagerduty_configs",
            "pushover_configs",
            "rocketchat_configs",
            "slack_configs",
            "sns_configs",
            "telegram_configs",
            "victorops_configs",
            "webex_configs",
            "wechat_configs");

    private final List<ReceiverKind> kinds;

    /** @param kinds of receivers that may stand in the file */
    public NotifyConfigReader(List<ReceiverKind> kinds) {
        this.kinds = List.copyOf(kinds);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigException with every mistake, if there is any; an unreadable file is one too
     */
    public NotifyConfig load(Path file) throws ConfigException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unreadable(file, "does not exist");
        } catch (MalformedInputException e) {
            throw unreadable(file, "is not UTF-8");
        } catch (IOException e) {
            throw unreadable(file, "cannot be read: " + e.getMessage());
        }
        Path folder = file.toAbsolutePath().getParent();
        return parse(file.toString(), text, folder == null ? Path.of("/") : folder);
    }

    private static ConfigException unreadable(Path file, String message) {
        return new ConfigException(List.of(new Problem(file.toString(), 0, 0, message)));
    }

    /**
     * Reads a text.
     *
     * @param name stands for the file's name in messages
     * @param folder where paths in it begin
     * @throws ConfigException with every mistake, if there is any
     */
    public NotifyConfig parse(String name, String yaml, Path folder) throws ConfigException {
        YamlSection file = YamlSection.read(name, yaml);
        file.unsupported(UNSUPPORTED);
        Map<ReceiverKind, SectionReader> readers = readGlobal(file, folder);
        Map<String, List<Integration>> receivers = readReceivers(file, readers);
        Optional<Route> route = readRoot(file, receivers);
        file.finish();
        file.throwProblems();
        return new NotifyConfig(
                route.orElseThrow(() -> new IllegalStateException("cannot happen: no route and no complaint")),
                receivers);
    }

    private Map<ReceiverKind, SectionReader> readGlobal(YamlSection file, Path folder) throws ConfigException {
        YamlSection global = file.section("global").orElse(YamlSection.read("global", "{}"));
        global.unsupported(GLOBAL_UNSUPPORTED);
        // Only for alerts that come without an end from outside: ours always say when they are over.
        global.duration("resolve_timeout");
        Map<ReceiverKind, SectionReader> readers = new LinkedHashMap<>();
        kinds.forEach(kind -> readers.put(kind, kind.begin(global, folder)));
        global.finish();
        return readers;
    }

    private static Map<String, List<Integration>> readReceivers(
            YamlSection file, Map<ReceiverKind, SectionReader> readers) {
        Map<String, List<Integration>> receivers = new LinkedHashMap<>();
        for (YamlSection section : file.sections("receivers")) {
            section.unsupported(RECEIVERS_UNSUPPORTED);
            Optional<YamlText> name = section.filled("name");
            if (name.isEmpty()) {
                section.problem("missing name in receiver");
            }
            String text = name.map(YamlText::value).orElse("");
            List<Integration> integrations = new ArrayList<>();
            readers.forEach((kind, reader) -> {
                int index = 0;
                for (YamlSection element : section.sections(kind.name() + "_configs")) {
                    String id = text + "/" + kind.name() + "[" + index++ + "]";
                    reader.read(element).ifPresent(factory -> integrations.add(new Integration(id, factory)));
                    element.finish();
                }
            });
            section.finish();
            if (name.isPresent() && receivers.put(text, integrations) != null) {
                name.get().problem("notification config name \"" + text + "\" is not unique");
            }
        }
        return receivers;
    }

    private static Optional<Route> readRoot(YamlSection file, Map<String, List<Integration>> receivers) {
        Optional<YamlSection> section = file.section("route");
        if (section.isEmpty()) {
            file.problem("no route provided in config");
            return Optional.empty();
        }
        return Optional.of(new RouteReader(name -> NearestName.of(name, receivers.keySet()), receivers.keySet())
                .root(section.get()));
    }
}
