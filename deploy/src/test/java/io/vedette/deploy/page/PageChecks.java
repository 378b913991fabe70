package io.vedette.deploy.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * What must hold of the page of a running collector. Each check waits as long as a slow machine may need, and looks at
 * the one page that was opened first: nothing is reloaded in between.
 *
 * <p>Used by one thread, as Playwright is.
 */
public final class PageChecks implements AutoCloseable {
    private static final double PATIENCE_MILLIS = 60_000;

    private final URI base;
    private final Chromium chromium;
    private final BrowserContext context;
    private final Page page;
    private final List<String> consoleErrors = new CopyOnWriteArrayList<>();
    private final List<String> requestsElsewhere = new CopyOnWriteArrayList<>();

    /**
     * Opens the page; skips the test that asks where there is no browser.
     *
     * @param base where the collector serves, {@code http://127.0.0.1:9800}
     */
    public PageChecks(URI base) {
        this.base = base;
        chromium = Chromium.orSkip();
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setColorScheme(ColorScheme.DARK)
                        .setViewportSize(1440, 1400));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        page = context.newPage();
        page.onConsoleMessage(this::heard);
        page.onPageError(error -> consoleErrors.add("uncaught: " + error));
        page.onRequest(this::asked);
        page.navigate(base.resolve("/").toString());
    }

    private void heard(ConsoleMessage message) {
        // The browser itself notes a query that the server refused; that one is asked for by a check.
        boolean refusedQuery = message.text().contains("status of 400");
        if (message.type().equals("error") && !refusedQuery) {
            consoleErrors.add(message.text() + " at " + message.location());
        }
    }

    private void asked(Request request) {
        URI to = URI.create(request.url());
        boolean here = base.getHost().equals(to.getHost()) && base.getPort() == to.getPort();
        if (!here && !request.url().startsWith("data:")) {
            requestsElsewhere.add(request.url());
        }
    }

    /** The cluster's figures are there, and they are figures. */
    public void figuresAppear() {
        for (String figure : List.of("cores", "cpu", "memory", "storage", "load", "uptime")) {
            Locator value = page.locator("[data-figure=" + figure + "] .tile-value");
            assertThat(value).hasText(Pattern.compile("\\d.*"));
        }
    }

    /** A node has its row, with figures in it. */
    public void nodeAppears(String node) {
        Locator row = page.locator("[data-node='" + node + "']");
        assertThat(row.locator(".bar-value").first()).hasText(Pattern.compile("\\d.*%"));
    }

    /** Charts have been drawn, one line a node. */
    public void chartsAreDrawn() {
        assertThat(page.locator(".chart canvas")).hasCount(4);
    }

    /** The page follows: what arrives from now on shows up without reloading. */
    public void followsLines() {
        assertThat(page.locator(".follow.live")).isVisible();
    }

    /**
     * A line that is being written shows up by itself.
     *
     * @param text a stretch of the line that no other line has
     * @return how long it took from this call
     */
    public Duration lineAppears(String text) {
        long before = System.nanoTime();
        assertThat(line(text).first()).isVisible();
        return Duration.ofNanos(System.nanoTime() - before);
    }

    /** A search leaves only lines that match. */
    public void searchNarrows(String query, String stays, String goes) {
        search(query);
        assertThat(line(stays).first()).isVisible();
        assertThat(line(goes)).hasCount(0);
        assertThat(page).hasURL(Pattern.compile(".*[?&]q=.*"));
        search("");
        assertThat(line(goes).first()).isVisible();
    }

    /** A query that cannot be read says so beside the box, and the next good one takes that away. */
    public void badQueryShowsItsError(String query) {
        search(query);
        Locator wrong = page.locator("#logs-wrong");
        assertThat(wrong).isVisible();
        assertThat(wrong.innerText()).hasSizeGreaterThan(10);
        search("");
        assertThat(wrong).isHidden();
    }

    /** An opened line shows its fields, and a click on a value makes it a filter. */
    public void fieldValuesFilter(String text, String field) {
        line(text).first().locator(".row").click();
        Locator name = page.locator("th:text-is(\"" + field + "\")");
        page.locator(".details tr", new Page.LocatorOptions().setHas(name))
                .locator(".value-text")
                .first()
                .click();
        assertThat(box()).hasValue(Pattern.compile(field.replace(".", "\\.") + ":\".*\""));
        assertThat(line(text).first()).isVisible();
        line(text).first().locator(".row").click();
        search("");
    }

    /** An alert fires and is shown with its node. */
    public void alertFires(String name) {
        Locator alert = page.locator(".alert.firing[data-alert='" + name + "']");
        assertThat(alert.first()).isVisible();
        assertThat(page.locator(".state.bad")).isVisible();
    }

    /**
     * A line full of markup and control characters does nothing and is shown as it is.
     *
     * @param marker text at the line's beginning that no other line has
     */
    public void hostileLineIsInert(String marker, String shown) {
        Locator line = line(marker).first();
        assertThat(line).isVisible();
        assertThat(line.locator(".message").innerText()).contains(shown);
        assertThat(line.locator("script, img, iframe").count()).isZero();
        assertThat(line.locator(".hidden-character").count()).isPositive();
    }

    /** No errors on the console, no request to another place than the collector. */
    public void nothingWentWrong() {
        assertThat(consoleErrors).isEmpty();
        assertThat(requestsElsewhere).isEmpty();
        assertThat(page.title()).contains("Vedette");
    }

    /** Keeps what the page looks like now. */
    public void picture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file));
    }

    private Locator box() {
        return page.locator("input[name=q]");
    }

    private void search(String query) {
        box().fill(query);
        box().press("Enter");
    }

    private Locator line(String text) {
        return page.locator(".line", new Page.LocatorOptions().setHasText(text));
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
    }
}
