package io.vedette.collector.logs.parse;

/** Tells IP addresses from other text, without ever asking a name server. */
final class IpAddress {
    private IpAddress() {}

    /** Whether the text is an IPv4 or IPv6 address as any index takes it, without zone or prefix length. */
    static boolean isOne(String text) {
        return text.indexOf(':') >= 0 ? isIpv6(text) : isIpv4(text);
    }

    private static boolean isIpv4(String text) {
        Scan scan = new Scan(text, 0);
        for (int part = 0; part < 4; part++) {
            if (part > 0 && !scan.take('.')) {
                return false;
            }
            boolean leadingZero = scan.peek() == '0' && Scan.isDigit(scan.peek(1));
            long number = scan.number(1, 3);
            if (number < 0 || number > 255 || leadingZero) {
                return false;
            }
        }
        return scan.atEnd();
    }

    private static boolean isIpv6(String text) {
        if (text.length() > 45) {
            return false;
        }
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        if (gap < 0) {
            return groups(text) == 8;
        }
        int before = gap == 0 ? 0 : groups(text.substring(0, gap));
        int behind = gap + 2 == text.length() ? 0 : groups(text.substring(gap + 2));
        return before >= 0 && behind >= 0 && before + behind <= 7;
    }

    /** The number of 16-bit groups, an IPv4 address at the end being two; -1 if one is malformed. */
    private static int groups(String text) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                return isIpv4(parts[i]) ? count + 2 : -1;
            }
            boolean hexadecimal = !parts[i].isEmpty() && parts[i].length() <= 4;
            for (int j = 0; hexadecimal && j < parts[i].length(); j++) {
                hexadecimal = parts[i].charAt(j) < 128 && Character.digit(parts[i].charAt(j), 16) >= 0;
            }
            if (!hexadecimal) {
                return -1;
            }
            count++;
        }
        return count;
    }
}
