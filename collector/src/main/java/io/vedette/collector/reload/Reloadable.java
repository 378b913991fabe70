package io.vedette.collector.reload;

import java.nio.file.Path;
import java.util.List;

/** Something that is read from files and can be read again. Called by one thread at a time. */
public interface Reloadable {
    /** What it is, for messages: {@code rules}. */
    String name();

    /** The files it is made of as they are now; one that is missing may be among them. */
    List<Path> files();

    /**
     * Reads the files and puts them in force.
     *
     * @throws ReloadException if anything is wrong with them; what was in force stays so
     */
    void reload() throws ReloadException;
}
