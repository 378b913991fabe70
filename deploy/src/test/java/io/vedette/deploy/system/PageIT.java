package io.vedette.deploy.system;

import static org.awaitility.Awaitility.await;

import io.vedette.deploy.page.PageChecks;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of a real {@code vedette up} in a real browser: this machine's figures, lines as they are written, a search,
 * an alert, a line that means harm. It is opened once and never reloaded.
 */
class PageIT {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void showsThisMachineLiveAndLetsNoLineDoHarm() throws Exception {
        int port = VedetteProcess.freePort();
        Path log = Files.createFile(folder.resolve("app.log"));
        Path rules = Files.writeString(folder.resolve("rules.yml"), """
                groups:
                - name: page
                  interval: 1s
                  rules:
                  - alert: SomethingIsUp
                    expr: up{job="node"} == 1
                    labels: {severity: critical}
                    annotations: {summary: "{{ $labels.instance }} is up <b>indeed</b>"}
                """);
        String[] up = {
            "up",
            "--data",
            folder.resolve("data").toString(),
            "--port",
            Integer.toString(port),
            "--name",
            "lookout",
            "--tail",
            folder + "/*.log",
            "--rules",
            rules.toString()
        };
        try (VedetteProcess process = VedetteProcess.start(up).waitFor("ready");
                PageChecks page = new PageChecks(URI.create("http://127.0.0.1:" + port))) {
            page.followsLines();
            awaitOldLinesRead(new Api(port));
            append(log, "error: the zebra left the enclosure");
            Duration shown = page.lineAppears("the zebra left");
            append(log, "warning: the yak is still here");
            page.lineAppears("the yak is still");
            append(log, "hostile <script>document.title='owned'</script><img src=x onerror=alert(1)> \u001b[31mred");
            page.hostileLineIsInert("hostile", "<script>document.title='owned'</script>");

            page.searchNarrows("zebra", "the zebra left", "the yak is still");
            page.badQueryShowsItsError("\"never closed");
            page.fieldValuesFilter("the zebra left", "log.file.path");

            page.nodeAppears("lookout");
            page.figuresAppear();
            page.chartsAreDrawn();
            page.alertFires("SomethingIsUp");
            page.nothingWentWrong();
            page.picture(Path.of("target", "page.png"));
            System.out.println("a line was on the page " + shown.toMillis() + " ms after it was written");
            process.stop();
        }
    }

    /** The lines this machine already has are many, and would push the one that is looked for off the page's list. */
    private static void awaitOldLinesRead(Api api) {
        long[] last = {-1};
        await("no more lines come in")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(3))
                .until(() -> {
                    long total =
                            api.get("/api/logs?limit=1&from=0").path("total").asLong();
                    boolean settled = total > 0 && total == last[0];
                    last[0] = total;
                    return settled;
                });
    }

    private static void append(Path log, String line) throws Exception {
        Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
    }
}
