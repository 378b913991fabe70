package io.vedette.agent.log.redact;

/** Finds secrets in bytes, in time that grows with their number and nothing else. Safe for use by any thread. */
interface Finder {
    /**
     * Looks through the text in {@code [from, to)} and tells each secret's place, in order.
     *
     * @return how many there are
     */
    int find(byte[] text, int from, int to, Places places);

    /** Hears where a secret lies. */
    interface Places {
        /** It lies in {@code [begin, end)}. */
        void secret(int begin, int end);
    }
}
