package io.vedette.agent.log.redact;

/**
 * Finds numbers of payment cards: 13 to 19 digits that begin with 2 to 6 and have a right check digit (ISO/IEC 7812-1),
 * together or with a space or a dash between groups.
 */
final class CardFinder implements Finder {
    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;

    @Override
    public int find(byte[] text, int from, int to, Places places) {
        int count = 0;
        int at = from;
        while (at < to) {
            if (!isDigit(text[at])) {
                at++;
                continue;
            }
            int end = cardEnd(text, at, to);
            if (end > at) {
                places.secret(at, end);
                count++;
                at = end;
            } else {
                at = groupEnd(text, at, to);
            }
        }
        return count;
    }

    /** Behind the longest card number that begins here and ends with a group of digits; -1 if none does. */
    private static int cardEnd(byte[] text, int from, int to) {
        int found = -1;
        if (text[from] < '2' || text[from] > '6') {
            return found;
        }
        int digits = 0;
        for (int at = from; at < to && isDigit(text[at]); at++) {
            int end = groupEnd(text, at, Math.min(to, at + DIGITS_MAX + 1));
            digits += end - at;
            if (digits > DIGITS_MAX) {
                break;
            }
            if (digits >= DIGITS_MIN && isChecked(text, from, end)) {
                found = end;
            }
            at = end;
            if (end == to || text[end] != ' ' && text[end] != '-') {
                break;
            }
        }
        return found;
    }

    private static int groupEnd(byte[] text, int from, int to) {
        int end = from;
        while (end < to && isDigit(text[end])) {
            end++;
        }
        return end;
    }

    private static boolean isChecked(byte[] text, int from, int to) {
        int digits = 0;
        int sum = 0;
        for (int at = to - 1; at >= from; at--) {
            if (isDigit(text[at])) {
                int digit = text[at] - '0';
                int doubled = digit < 5 ? 2 * digit : 2 * digit - 9;
                sum += digits % 2 == 0 ? digit : doubled;
                digits++;
            }
        }
        return sum % 10 == 0;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
