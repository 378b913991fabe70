package io.vedette.deploy.page;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A headless Chromium of this machine, driven through the Node of this machine: nothing is downloaded.
 *
 * <p>Used by one thread, as Playwright is.
 */
final class Chromium implements AutoCloseable {
    private static final List<String> BROWSER_NAMES = List.of("chromium", "chromium-browser", "google-chrome");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path node, Path executable) {
        playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
    }

    /** Starts the browser; without one on this machine the test is skipped, and that is said loudly. */
    static Chromium orSkip() {
        Optional<Path> node = onPath("node");
        Optional<Path> executable =
                BROWSER_NAMES.stream().flatMap(name -> onPath(name).stream()).findFirst();
        if (node.isEmpty() || executable.isEmpty()) {
            String missing = node.isEmpty() ? "node" : "chromium";
            System.err.println("\n*** THE PAGE IS NOT TESTED: " + missing + " is not on the PATH. Install it"
                    + " (apt-get install chromium nodejs) and run again. ***\n");
            Assumptions.abort(missing + " is not on the PATH, the page is not tested");
        }
        return new Chromium(node.orElseThrow(), executable.orElseThrow());
    }

    Browser browser() {
        return browser;
    }

    private static Optional<Path> onPath(String program) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
