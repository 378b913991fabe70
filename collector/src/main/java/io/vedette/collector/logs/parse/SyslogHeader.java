package io.vedette.collector.logs.parse;

import io.vedette.collector.ecs.EcsFields;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header that syslog daemons put before a message: RFC 5424 on the wire, RFC 3164 on the wire and in files,
 * and the RFC 3339 time of rsyslog's newer file format. Any of them may begin with a priority.
 */
final class SyslogHeader implements Step {
    private static final int HOST_MAX = 255;
    private static final int TAG_MAX = 128;

    private final Timestamps timestamps;

    SyslogHeader(Timestamps timestamps) {
        this.timestamps = timestamps;
    }

    @Override
    public void apply(LogLine line) {
        String text = line.message();
        if (text.isEmpty()) {
            return;
        }
        Scan scan = new Scan(text, 0);
        int priority = priority(scan);
        if (priority >= 0 && scan.peek() == '1' && scan.peek(1) == ' ') {
            scan.moveTo(scan.at() + 2);
            if (takeRfc5424(line, scan)) {
                setPriority(line, priority);
                return;
            }
            scan.moveTo(0);
            priority(scan);
        }
        boolean headed = takeTimeHostTag(line, scan, priority >= 0);
        if (priority >= 0) {
            if (!headed) {
                line.setMessage(text.substring(text.indexOf('>') + 1));
            }
            setPriority(line, priority);
        }
    }

    private static int priority(Scan scan) {
        if (!scan.take('<')) {
            return -1;
        }
        int priority = (int) scan.number(1, 3);
        if (priority < 0 || priority > 191 || !scan.take('>')) {
            scan.moveTo(0);
            return -1;
        }
        return priority;
    }

    private static void setPriority(LogLine line, int priority) {
        EcsFields fields = line.fields();
        fields.put("log.syslog.priority", priority);
        fields.put("log.syslog.facility.code", priority / 8);
        fields.put("log.syslog.severity.code", priority % 8);
        line.setLevel(LogLevel.ofSyslogSeverity(priority % 8));
    }

    private boolean takeRfc5424(LogLine line, Scan scan) {
        Timestamps.@Nullable Found time = null;
        if (!scan.take("- ")) {
            time = timestamps.at(line.message(), scan.at(), line.readAt());
            if (time == null) {
                return false;
            }
            scan.moveTo(time.end());
            if (!scan.take(' ')) {
                return false;
            }
        }
        String host = scan.until(' ', HOST_MAX + 1);
        String app = host == null ? null : scan.until(' ', 49);
        String process = app == null ? null : scan.until(' ', TAG_MAX + 1);
        String messageId = process == null ? null : scan.until(' ', 33);
        if (host == null || app == null || process == null || messageId == null) {
            return false;
        }
        int begin = scan.at();
        if (!scan.take('-') && !skipStructuredData(scan)) {
            return false;
        }
        String structuredData = line.message().substring(begin, scan.at());
        if (!scan.atEnd() && !scan.take(' ')) {
            return false;
        }
        if (time != null) {
            line.setTimestamp(time.instant());
        }
        EcsFields fields = line.fields();
        putUnlessNil(fields, "host.hostname", host);
        putUnlessNil(fields, "log.syslog.appname", app);
        putUnlessNil(fields, "process.name", app);
        putUnlessNil(fields, "log.syslog.procid", process);
        putPid(fields, process);
        putUnlessNil(fields, "log.syslog.msgid", messageId);
        putUnlessNil(fields, "log.syslog.structured_data", structuredData);
        // A byte-order mark says that the message is UTF-8 and is no part of it.
        scan.take('\uFEFF');
        line.setMessage(scan.rest());
        return true;
    }

    private static void putUnlessNil(EcsFields fields, String name, String value) {
        if (!value.equals("-") && !value.isEmpty()) {
            fields.put(name, value);
        }
    }

    private static void putPid(EcsFields fields, String digits) {
        Scan scan = new Scan(digits, 0);
        long pid = scan.number(1, 10);
        if (pid >= 0 && scan.atEnd()) {
            fields.put("process.pid", pid);
        }
    }

    /** Moves over {@code [id name="value" ...][...]}, in which quotes, brackets and backslashes are escaped. */
    private static boolean skipStructuredData(Scan scan) {
        if (scan.peek() != '[') {
            return false;
        }
        boolean quoted = false;
        int depth = 0;
        while (!scan.atEnd()) {
            char c = scan.peek();
            scan.moveTo(scan.at() + (quoted && c == '\\' ? 2 : 1));
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '[') {
                depth++;
            } else if (!quoted && c == ']' && --depth == 0 && scan.peek() != '[') {
                return true;
            }
        }
        return false;
    }

    private boolean takeTimeHostTag(LogLine line, Scan scan, boolean prioritised) {
        String text = line.message();
        int begin = scan.at();
        Timestamps.Found time = timestamps.at(text, begin, line.readAt());
        // Many programs begin a line with a full date; only the T form is also a syslog header.
        boolean mayBeHeader = time != null
                && (Character.isLetter(text.charAt(begin)) && time.withoutYear()
                        || text.length() > begin + 10 && text.charAt(begin + 10) == 'T');
        if (time == null || !mayBeHeader) {
            return false;
        }
        scan.moveTo(time.end());
        if (!scan.take(' ')) {
            return false;
        }
        scan.skipSpaces();
        int behindTime = scan.at();
        String host = host(scan);
        Tag tag = host == null ? null : tag(scan);
        if (tag == null && !time.withoutYear() && !prioritised) {
            return false;
        }
        if (host == null) {
            // Without a host, the tag follows the time.
            scan.moveTo(behindTime);
            tag = tag(scan);
        }
        line.setTimestamp(time.instant());
        EcsFields fields = line.fields();
        if (host != null) {
            fields.put("host.hostname", host);
        }
        if (tag != null) {
            fields.put("process.name", tag.name);
            putPid(fields, tag.process);
        }
        line.setMessage(scan.rest());
        return true;
    }

    private static @Nullable String host(Scan scan) {
        int begin = scan.at();
        String host = scan.until(' ', HOST_MAX + 1);
        if (host == null || host.isEmpty() || !isHostName(host) || LogLevel.ofWord(host) != null) {
            scan.moveTo(begin);
            return null;
        }
        scan.skipSpaces();
        return host;
    }

    private static boolean isHostName(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            boolean inside = c == '.' || c == '-' || c == '_' || c == ':' && i < word.length() - 1;
            if (!Character.isLetterOrDigit(c) && !inside) {
                return false;
            }
        }
        return true;
    }

    private record Tag(String name, String process) {}

    /** {@code name:} or {@code name[process]:}, moved over with the space behind it. */
    private static @Nullable Tag tag(Scan scan) {
        int begin = scan.at();
        StringBuilder name = new StringBuilder();
        String process = "";
        while (name.length() < TAG_MAX && !scan.atEnd() && scan.peek() > ' ' && ":[".indexOf(scan.peek()) < 0) {
            name.append(scan.peek());
            scan.moveTo(scan.at() + 1);
        }
        if (scan.take('[')) {
            String inside = scan.until(']', 32);
            process = inside == null ? "" : inside;
        }
        if (name.isEmpty() || !scan.take(':')) {
            scan.moveTo(begin);
            return null;
        }
        scan.take(' ');
        return new Tag(name.toString(), process);
    }
}
