package io.vedette.collector.reload;

import io.vedette.collector.notify.NotifyConfig;
import io.vedette.collector.notify.NotifyConfigReader;
import io.vedette.protocol.config.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The file that says whom to tell of alerts; without one nobody is told. */
public final class NotifyFile implements Reloadable {
    private final @Nullable Path file;
    private final NotifyConfigReader reader;
    private final Consumer<NotifyConfig> inForce;
    private volatile NotifyConfig current = NotifyConfig.NOBODY;

    /**
     * @param file null for none
     * @param inForce takes what the file says when it is good
     */
    public NotifyFile(@Nullable Path file, NotifyConfigReader reader, Consumer<NotifyConfig> inForce) {
        this.file = file;
        this.reader = reader;
        this.inForce = inForce;
    }

    @Override
    public String name() {
        return "routes and receivers";
    }

    @Override
    public List<Path> files() {
        return file == null ? List.of() : List.of(file);
    }

    @Override
    public void reload() throws ReloadException {
        if (file == null) {
            return;
        }
        try {
            NotifyConfig read = reader.load(file);
            inForce.accept(read);
            current = read;
        } catch (ConfigException e) {
            throw new ReloadException(String.valueOf(e.getMessage()), e);
        }
    }

    /** The names of those who can be told, sorted. */
    public List<String> receivers() {
        return current.receivers().entrySet().stream()
                .filter(receiver -> !receiver.getValue().isEmpty())
                .map(receiver -> receiver.getKey())
                .sorted()
                .toList();
    }
}
