package io.vedette.agent.log.redact;

/** Kinds of secrets that are known without being described. */
public enum SecretKind {
    /** Numbers of payment cards. */
    CARD(new CardFinder()),
    /** The password of {@code https://user:password@host/}. */
    URL_PASSWORD(new PatternFinder("[a-zA-Z][a-zA-Z0-9+.-]*://[^\\s/:@\"']*:([^\\s/@\"']+)@", "://")),
    /** What stands behind {@code password=}, {@code "secret": } and the like. */
    PASSWORD(new PatternFinder(
            "(?i)(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)"
                    + "[\"'\\\\]*\\s*[=:]\\s*[\"'\\\\]*([^\\s\"',;&\\\\\\[\\]{}()]+)",
            "passw",
            "passp",
            "pwd",
            "secret",
            "token",
            "key")),
    /** What stands behind {@code Authorization: Bearer} or {@code Basic}. */
    AUTHORIZATION(new PatternFinder("(?i)\\b(?:bearer|basic)\\s+([a-z0-9+/=._~-]{8,})", "bearer", "basic")),
    /** JSON web tokens. */
    JWT(new PatternFinder("\\b(eyJ[A-Za-z0-9_-]+\\.eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*)", "eyj")),
    /** Access keys of cloud services and tokens of code hosts and chats, which say by their beginning what they are. */
    CLOUD_KEY(new PatternFinder(
            "\\b((?:AKIA|ASIA)[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{35}|gh[pousr]_[A-Za-z0-9]{36,}"
                    + "|github_pat_[A-Za-z0-9_]{22,}|glpat-[A-Za-z0-9_-]{20,}|xox[abeoprs]-[A-Za-z0-9-]{10,}"
                    + "|[sr]k_(?:live|test)_[A-Za-z0-9]{16,})",
            "akia",
            "asia",
            "aiza",
            "ghp_",
            "gho_",
            "ghu_",
            "ghs_",
            "ghr_",
            "github_pat_",
            "glpat-",
            "xox",
            "k_live_",
            "k_test_")),
    /** The content of a private key in PEM format, as far as it is in the same event. */
    PRIVATE_KEY(new PatternFinder(
            "-----BEGIN [A-Z ]*PRIVATE KEY-----((?:[A-Za-z0-9+/=\\s]|\\\\[nr])+)", "private key-----"));

    private final Finder finder;

    SecretKind(Finder finder) {
        this.finder = finder;
    }

    Finder finder() {
        return finder;
    }
}
