package io.vedette.collector.notify;

import io.vedette.collector.yaml.YamlSection;
import java.nio.file.Path;
import java.util.Optional;

/** A kind of receivers: how its section of the file is read. */
public interface ReceiverKind {
    /** As in the file without its ending: {@code webhook} for {@code webhook_configs}. */
    String name();

    /**
     * Takes what the global section has for this kind.
     *
     * @param folder where paths in the file begin
     */
    SectionReader begin(YamlSection global, Path folder);

    /** Reads one element of the kind's list. */
    interface SectionReader {
        /**
         * Reads an element.
         *
         * @return empty if there are mistakes, of which the section has been told
         */
        Optional<ReceiverFactory> read(YamlSection section);
    }

    /** Opens a receiver that was read without mistakes. */
    interface ReceiverFactory {
        /** Takes nothing from outside until it delivers. */
        Receiver open();
    }
}
