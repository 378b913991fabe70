package io.vedette.collector.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.ecs.EcsSchema;
import io.vedette.collector.index.LogSearch.Order;
import io.vedette.collector.logs.Chunks;
import io.vedette.collector.logs.parse.LineReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every log index promises. Each test uses a host of its own, so that an index may be shared. */
public abstract class LogIndexContract {
    protected static final Instant READ = Instant.parse("2026-11-23T13:00:00Z");
    private static final LineReader LINES = new LineReader(EcsSchema.load(), ZoneOffset.UTC, "default");

    /** The index under test, open. */
    protected abstract LogIndex index();

    /** A host that no other test has. */
    protected abstract String host();

    protected List<LogDocument> documents(String path, long offset, Instant readAt, String... lines) {
        return LINES.read(Chunks.of(Chunks.file(host(), path), readAt, offset, List.of(lines)), readAt);
    }

    protected void store(List<LogDocument> documents) throws IOException {
        assertThat(index().add(documents)).hasSize(documents.size()).allMatch(Outcome.Done.class::isInstance);
    }

    protected void storeLines(String... lines) throws IOException {
        store(documents("/var/log/app.log", 0, READ, lines));
    }

    private LogFilter ours(String query) {
        String host = "host.name:\"" + host() + "\"";
        return new LogFilter(query.isEmpty() ? host : "+" + host + " +(" + query + ")", null, null);
    }

    protected List<String> found(String query) throws LogQueryException, IOException {
        return messages(index().search(new LogSearch(ours(query), Order.NEWEST_FIRST, 100, null)));
    }

    protected static List<String> messages(LogPage page) {
        return page.hits().stream().map(hit -> message(hit.json())).toList();
    }

    private static String message(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        int begin = text.indexOf("\"message\":\"") + "\"message\":\"".length();
        return text.substring(begin, text.indexOf('"', begin));
    }

    /** Waits until so many documents of this test's host are seen. */
    protected void awaitCount(long expected) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(index().count(ours(""))).isEqualTo(expected));
    }

    @Test
    void findsADocumentByAWordOfItsMessage() throws Exception {
        storeLines("disk sda is failing", "all is well");
        awaitCount(2);

        assertThat(found("failing")).containsExactly("disk sda is failing");
        assertThat(found("FAILING")).containsExactly("disk sda is failing");
        assertThat(found("fail")).isEmpty();
    }

    @Test
    void givesTheDocumentBackByteForByte() throws Exception {
        List<LogDocument> documents =
                documents("/x", 0, READ, "tab\t escape \u001b[31m nul \u0000 quote \" ünï \ud83d\ude00");
        store(documents);
        awaitCount(1);

        LogPage page = index().search(new LogSearch(ours(""), Order.NEWEST_FIRST, 1, null));
        assertThat(page.hits().get(0).json()).isEqualTo(documents.get(0).json());
        assertThat(page.hits().get(0).cursor().id()).isEqualTo(documents.get(0).id());
    }

    @Test
    void storesALineOnceHoweverOftenItIsGiven() throws Exception {
        List<LogDocument> first = documents("/a", 0, READ, "one", "two", "three");
        List<LogDocument> twice = new ArrayList<>(first);
        twice.addAll(first);
        assertThat(index().add(twice))
                .containsExactly(
                        Outcome.DONE, Outcome.DONE, Outcome.DONE, Outcome.REPEATED, Outcome.REPEATED, Outcome.REPEATED);
        assertThat(index().add(first)).containsOnly(Outcome.REPEATED);
        // Read again later, as after the end of an agent: other times, the same place.
        store(documents("/a", 0, READ.plusSeconds(90_000), "one", "two", "three", "four"));
        index().forgetSources();
        store(documents("/a", 4, READ.plusSeconds(180_000), "two", "three", "four", "five"));
        awaitCount(5);

        assertThat(found("")).containsExactlyInAnyOrder("one", "two", "three", "four", "five");
    }

    @Test
    void takesALineThatComesLateBehindOthersOfItsSource() throws Exception {
        store(documents("/a", 100, READ, "behind"));
        store(documents("/a", 0, READ, "before"));
        awaitCount(2);

        assertThat(found("")).containsExactly("behind", "before");
    }

    @Test
    void findsByExactValueRangeWildcardAndPhrase() throws Exception {
        storeLines(
                "{\"message\":\"GET one\",\"http.response.status_code\":200,\"url.path\":\"/index.html\",\"level\":\"info\"}",
                "{\"message\":\"GET two\",\"http.response.status_code\":404,\"url.path\":\"/missing\",\"level\":\"warn\"}",
                "{\"message\":\"POST three times\",\"http.response.status_code\":503,\"url.path\":\"/index.php\","
                        + "\"level\":\"error\"}");
        awaitCount(3);

        assertThat(found("http.response.status_code:404")).containsExactly("GET two");
        assertThat(found("http.response.status_code:[400 TO 499]")).containsExactly("GET two");
        assertThat(found("http.response.status_code:{404 TO *}")).containsExactly("POST three times");
        assertThat(found("url.path:\\/index*")).containsExactly("POST three times", "GET one");
        assertThat(found("url.path:*php")).containsExactly("POST three times");
        assertThat(found("url.path:index")).isEmpty();
        assertThat(found("log.level:error")).containsExactly("POST three times");
        assertThat(found("log.level:ERROR")).containsExactly("POST three times");
        assertThat(found("\"three times\"")).containsExactly("POST three times");
        assertThat(found("\"times three\"")).isEmpty();
        assertThat(found("GET AND NOT two")).containsExactly("GET one");
        assertThat(found("*ee")).containsExactly("POST three times");
        assertThat(found("two one")).containsExactly("GET two", "GET one");
        assertThat(found("/o[mn]e/")).containsExactly("GET one");
        assertThat(found("log.level:*")).hasSize(3);
    }

    @Test
    void aPurelyNegativeQueryFindsTheRest() throws Exception {
        storeLines("keep this", "drop this");
        awaitCount(2);

        assertThat(found("NOT drop")).containsExactly("keep this");
        assertThat(found("-drop -nothing")).containsExactly("keep this");
        assertThat(found("this AND (NOT drop)")).containsExactly("keep this");
        assertThat(found("*:*")).hasSize(2);
    }

    @Test
    void findsByDate() throws Exception {
        storeLines("2026-11-20T10:00:00Z early bird", "2026-11-21T10:00:00Z late worm");
        awaitCount(2);

        assertThat(found("@timestamp:[2026-11-20 TO 2026-11-20]")).containsExactly("2026-11-20T10:00:00Z early bird");
        assertThat(found("@timestamp:[\"2026-11-20T10:00:00.001Z\" TO *]"))
                .containsExactly("2026-11-21T10:00:00Z late worm");
        LogFilter upTo = new LogFilter(ours("").query(), null, Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(index().count(upTo)).isEqualTo(1);
        LogFilter from = new LogFilter(ours("").query(), Instant.parse("2026-11-21T10:00:00Z"), null);
        assertThat(index().count(from)).isEqualTo(1);
    }

    @Test
    void equalTimesAreOrderedByPlace() throws Exception {
        storeLines("first", "second", "third");
        awaitCount(3);

        assertThat(found("")).containsExactly("third", "second", "first");
    }

    @Test
    void pagesStayWhereTheyAreWhileDocumentsArrive() throws Exception {
        String[] lines = IntStream.range(0, 25).mapToObj(i -> "line" + i).toArray(String[]::new);
        store(documents("/paged", 0, READ, lines));
        awaitCount(25);

        List<String> seen = new ArrayList<>();
        @Nullable Cursor after = null;
        int pages = 0;
        do {
            LogPage page = index().search(new LogSearch(ours("line*"), Order.NEWEST_FIRST, 10, after));
            seen.addAll(messages(page));
            after = page.next() == null ? null : Cursor.parse(page.next().toString());
            pages++;
            store(documents("/new" + pages, 0, READ.plusSeconds(pages), "lineNew"));
            awaitCount(25 + pages);
        } while (after != null && pages < 10);

        List<String> expected = new ArrayList<>(List.of(lines));
        java.util.Collections.reverse(expected);
        assertThat(seen).containsExactlyElementsOf(expected);
    }

    @Test
    void theLastPageHasNoNext() throws Exception {
        storeLines("a", "b");
        awaitCount(2);

        LogPage page = index().search(new LogSearch(ours(""), Order.NEWEST_FIRST, 2, null));
        assertThat(page.next()).isNull();
        assertThat(page.total()).isEqualTo(2);
        assertThat(index().search(new LogSearch(ours(""), Order.NEWEST_FIRST, 1, null))
                        .next())
                .isNotNull();
    }

    @Test
    void followsDocumentsAsTheyArriveLateOnesToo() throws Exception {
        store(documents("/a", 0, READ, "2026-11-23T12:59:00Z first"));
        store(documents("/a", 100, READ.plusMillis(5), "2026-11-01T00:00:00Z happened long before"));
        awaitCount(2);

        LogPage page = index().search(new LogSearch(ours(""), Order.AS_ARRIVED, 1, null));
        assertThat(messages(page)).containsExactly("2026-11-23T12:59:00Z first");
        LogPage next = index().search(new LogSearch(
                ours(""), Order.AS_ARRIVED, 10, page.hits().get(0).cursor()));
        assertThat(messages(next)).containsExactly("2026-11-01T00:00:00Z happened long before");
        LogFilter since = new LogFilter(ours("").query(), READ.plusMillis(5), null);
        assertThat(messages(index().search(new LogSearch(since, Order.AS_ARRIVED, 10, null))))
                .containsExactly("2026-11-01T00:00:00Z happened long before");
    }

    @Test
    void countsByTimeAndLevel() throws Exception {
        storeLines(
                "2026-11-23T12:00:00Z ERROR a",
                "2026-11-23T12:00:59.999Z INFO b",
                "2026-11-23T12:01:00Z ERROR c",
                "2026-11-23T12:01:30Z plain",
                "2026-11-23T12:03:00Z ERROR outside");
        awaitCount(5);

        LogFilter filter = new LogFilter(
                ours("").query(), Instant.parse("2026-11-23T12:00:00Z"), Instant.parse("2026-11-23T12:03:00Z"));
        LogHistogram histogram = index().histogram(filter, 3);

        assertThat(histogram.width()).isEqualTo(Duration.ofMinutes(1));
        assertThat(histogram.total()).isEqualTo(4);
        assertThat(histogram.buckets())
                .extracting(bucket -> Map.<String, Long>copyOf(bucket.byLevel()))
                .containsExactly(
                        Map.of("error", 1L, "info", 1L), Map.of("error", 1L, "unknown", 1L), Map.<String, Long>of());
        assertThat(histogram.buckets().get(0).startMillis())
                .isEqualTo(Instant.parse("2026-11-23T12:00:00Z").toEpochMilli());
    }

    @Test
    void aMalformedQueryIsExplainedWithItsPlace() {
        assertThatThrownBy(() -> found("disk AND"))
                .isInstanceOf(LogQueryException.class)
                .hasMessageContaining("column");
        assertThatThrownBy(() -> index().count(new LogFilter("disk ) sda", null, null)))
                .isInstanceOf(LogQueryException.class)
                .hasMessage("cannot read the query at column 6, from: ) sda (put text with special characters in "
                        + "\"quotes\")");
        assertThatThrownBy(() -> index().count(new LogFilter("\"never closed", null, null)))
                .isInstanceOf(LogQueryException.class)
                .hasMessage("cannot read the query: something is missing at its end (column 14); a quote or bracket "
                        + "may not be closed");
        assertThatThrownBy(() -> index().count(new LogFilter("@timestamp:[yesterday TO *]", null, null)))
                .isInstanceOf(LogQueryException.class)
                .hasMessageContaining("\"yesterday\" is none");
    }

    @Test
    void hostileQueriesAreRefused() {
        List<String> hostile = List.of(
                "(".repeat(3_000) + "a" + ")".repeat(3_000),
                "a ".repeat(3_000),
                "a OR ".repeat(790) + "(" + "b OR ".repeat(10) + "c)" + "*?".repeat(2_000),
                "/(a|b)*a(a|b){30}/",
                "x:[1 TO",
                "foo:");
        for (String query : hostile) {
            assertThatThrownBy(() -> index().count(new LogFilter(query, null, null)))
                    .as(query)
                    .isInstanceOf(LogQueryException.class);
        }
    }
}
