package io.vedette.agent.config;

import io.vedette.agent.probe.ipmi.IpmiTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A management controller that is asked over the network.
 *
 * @param name value of the label {@code target}; empty for the host
 * @param host its address
 * @param port usually 623
 * @param user who logs in
 * @param password null if it is in a file
 * @param passwordFile file that holds the password and nothing else
 */
public record IpmiBoard(
        String name,
        String host,
        int port,
        String user,
        @Nullable String password,
        @Nullable Path passwordFile) {
    public IpmiBoard {
        if ((password == null) == (passwordFile == null)) {
            throw new IllegalArgumentException("either password or password_file is needed");
        }
        new IpmiTarget(name.isEmpty() ? host : name, host, port, user, "");
    }

    /**
     * The same as the probe takes it.
     *
     * @throws IOException if the password's file cannot be read
     */
    public IpmiTarget toTarget() throws IOException {
        String secret = passwordFile == null ? String.valueOf(password) : read(passwordFile);
        return new IpmiTarget(name.isEmpty() ? host : name, host, port, user, secret);
    }

    private static String read(Path file) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("the password of a management controller cannot be read: " + e, e);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return user + "@" + host + ":" + port;
    }
}
