package io.vedette.agent.log.file;

/** What a file holds, judged by its first bytes. */
enum Content {
    /** Text, to be read. */
    TEXT,
    /** Text in UTF-16 that says so by its byte order mark, little endian. */
    UTF_16LE_TEXT,
    /** Text in UTF-16 that says so by its byte order mark, big endian. */
    UTF_16BE_TEXT,
    /** Compressed: a rotated log whose lines were read before it was compressed. */
    COMPRESSED,
    /** Not text: login records, journals, databases. */
    BINARY;

    /** Magic numbers of gzip, xz, zstd, bzip2, lz4 and zip. */
    private static final byte[][] COMPRESSED_MAGIC = {
        {0x1f, (byte) 0x8b},
        {(byte) 0xfd, '7', 'z', 'X', 'Z', 0},
        {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd},
        {'B', 'Z', 'h', '1'},
        {'B', 'Z', 'h', '9'},
        {0x04, 0x22, 0x4d, 0x18},
        {'P', 'K', 3, 4},
    };

    /**
     * Judges a file. A NUL byte among the first is taken for a sign of binary data, unless the encoding has them.
     *
     * @param head the file's first bytes
     * @param length how many of them count, at least 1
     * @param unit the configured encoding's unit
     */
    static Content of(byte[] head, int length, CodeUnit unit) {
        for (byte[] magic : COMPRESSED_MAGIC) {
            if (startsWith(head, length, magic)) {
                return COMPRESSED;
            }
        }
        if (unit != CodeUnit.BYTE) {
            return TEXT;
        }
        if (startsWith(head, length, new byte[] {(byte) 0xff, (byte) 0xfe})) {
            return UTF_16LE_TEXT;
        }
        if (startsWith(head, length, new byte[] {(byte) 0xfe, (byte) 0xff})) {
            return UTF_16BE_TEXT;
        }
        for (int i = 0; i < length; i++) {
            if (head[i] == 0) {
                return BINARY;
            }
        }
        return TEXT;
    }

    /** Whether it is read. */
    boolean isRead() {
        return this != COMPRESSED && this != BINARY;
    }

    /** The encoding of the text, where the content itself says it, else the configured one. */
    String encoding(String configured) {
        return switch (this) {
            case UTF_16LE_TEXT -> "UTF-16LE";
            case UTF_16BE_TEXT -> "UTF-16BE";
            case TEXT, COMPRESSED, BINARY -> configured;
        };
    }

    private static boolean startsWith(byte[] head, int length, byte[] magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (head[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
