package io.vedette.collector.prometheus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Sends bytes that no library would send, and reads what is answered. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 60_000;

    private RawHttp() {}

    /** @param status 0 if the connection was closed without an answer */
    record Answer(int status, String head, String body) {}

    static byte[] request(String line, String headers, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write((line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers
                        + (body.length > 0 ? "Content-Length: " + body.length + "\r\n" : "") + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        request.write(body);
        return request.toByteArray();
    }

    static Answer send(String url, byte[] request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), URI.create(url).getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(request);
                out.flush();
            } catch (SocketException e) {
                // Refused before all of it was sent; the answer may have come all the same.
            }
            return parse(readAll(socket.getInputStream()));
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.write(buffer, 0, read);
            }
        } catch (SocketException e) {
            // Reset after the answer, as we had more to say.
        }
        return bytes.toByteArray();
    }

    private static Answer parse(byte[] bytes) {
        String all = new String(bytes, StandardCharsets.UTF_8);
        String interim = "HTTP/1.1 100 Continue\r\n\r\n";
        String text = all.startsWith(interim) ? all.substring(interim.length()) : all;
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.1 ")) {
            return new Answer(0, text, "");
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        return new Answer(
                Integer.parseInt(head.substring(9, 12)),
                head,
                head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked") ? unchunked(body) : body);
    }

    /** Good for bodies of ASCII. */
    private static String unchunked(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int lineEnd = body.indexOf("\r\n", at);
            int length = lineEnd < 0 ? 0 : Integer.parseInt(body.substring(at, lineEnd), 16);
            if (length == 0 || lineEnd + 2 + length > body.length()) {
                return whole.toString();
            }
            whole.append(body, lineEnd + 2, lineEnd + 2 + length);
            at = lineEnd + 2 + length + 2;
        }
    }
}
