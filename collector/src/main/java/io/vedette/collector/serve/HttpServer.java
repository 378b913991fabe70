package io.vedette.collector.serve;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.compression.Zstd;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.staticfiles.Location;
import io.javalin.router.Endpoint;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vedette.protocol.config.ListenAddress;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * The collector's HTTP server: the paths of all {@link Door}s, and the built-in page at {@code /}.
 *
 * <p>Paths that no door serves are 404. Every error is answered as JSON in the Prometheus API's form, without a stack
 * trace. Safe for use by any thread.
 */
public final class HttpServer implements AutoCloseable {
    /** The request line and all headers together; Grafana sends long expressions in the URL. */
    static final int MAX_HEADER_BYTES = 64 * 1024;

    /** Bodies that are read into memory as they are: forms and JSON. */
    static final int MAX_FORM_BYTES = 2 * 1024 * 1024;

    /** Questions that may come as forms. They change nothing. */
    private static final Set<String> QUESTIONS = Set.of(
            "/api/v1/query",
            "/api/v1/query_range",
            "/api/v1/query_exemplars",
            "/api/v1/format_query",
            "/api/v1/parse_query",
            "/api/v1/labels",
            "/api/v1/series");

    private static final int MAX_THREADS = 64;
    /** A long answer is compressed in a fifth of the time that the usual level takes, and is 8% longer. */
    private static final int GZIP_LEVEL = 1;

    private static final String PAGE = "io/vedette/collector/page";
    private static final String EXPRESSION_PATH = "/graph";
    private static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                    + "frame-ancestors 'none'";

    private final ListenAddress address;
    private final List<Door> doors;
    private final MeterRegistry meters;
    private @Nullable Javalin javalin;

    /**
     * @param address where to listen
     * @param doors what to serve; where two doors have the same path the first one serves it
     * @param meters for the time each path takes
     */
    public HttpServer(ListenAddress address, List<Door> doors, MeterRegistry meters) {
        this.address = address;
        this.doors = List.copyOf(doors);
        this.meters = meters;
    }

    /**
     * Begins to serve.
     *
     * @throws StartException if the address cannot be listened on
     */
    public synchronized void start() throws StartException {
        if (javalin != null) {
            throw new IllegalStateException("already started");
        }
        requireFree();
        Javalin starting = Javalin.create(this::configure);
        try {
            starting.start();
        } catch (JavalinBindException e) {
            throw taken(e);
        } catch (RuntimeException e) {
            starting.stop();
            throw new StartException("cannot listen on " + address + ": " + rootMessage(e), e);
        }
        javalin = starting;
    }

    /** Looks first, as Javalin writes more than one line about it. */
    private void requireFree() throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host(), address.port()));
        } catch (BindException e) {
            throw taken(e);
        } catch (IOException e) {
            throw new StartException("cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private StartException taken(Exception cause) {
        boolean notOurs = String.valueOf(cause.getMessage()).contains("assign requested address");
        String reason = notOurs
                ? "this machine has no such address"
                : "port " + address.port() + " is taken by another program; stop that one or choose another port";
        return new StartException("cannot listen on " + address + ": " + reason, cause);
    }

    private String host() {
        return address.host().isEmpty() ? "0.0.0.0" : address.host();
    }

    /** The address listened on, with the port that the system chose if it was left to it. */
    public synchronized ListenAddress address() {
        return javalin == null ? address : new ListenAddress(address.host(), javalin.port());
    }

    /** A URL under which the server can be reached from this machine, ending with a slash. */
    public String url() {
        String host = address().host();
        boolean every = host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        String shown = every ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return "http://" + shown + ":" + address().port() + "/";
    }

    /** Stops serving; requests that run are given a moment to end. */
    @Override
    public synchronized void close() {
        if (javalin != null) {
            javalin.stop();
            javalin = null;
        }
    }

    private void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MAX_FORM_BYTES;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = new CompressionStrategy(null, new Gzip(GZIP_LEVEL), new Zstd());
        config.jetty.host = host();
        config.jetty.port = address.port();
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
            http.setRequestHeaderSize(MAX_HEADER_BYTES);
        });
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new JettyErrors());
            server.setStopTimeout(2_000);
        });
        config.requestLogger.http((context, millis) -> record(context, millis));
        config.routes.before(HttpServer::guard);
        JsonErrors.addTo(config.routes);
        doors.forEach(door -> door.addTo(config.routes));
        addPage(config);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool pool = new QueuedThreadPool(MAX_THREADS, 4, 30_000);
        pool.setName("http");
        return pool;
    }

    /** The page revalidates by entity tag each time, so that an upgrade shows at once and costs one round trip. */
    private static void addPage(JavalinConfig config) {
        URL index = HttpServer.class.getClassLoader().getResource(PAGE + "/index.html");
        if (index == null) {
            return;
        }
        config.staticFiles.add(files -> {
            files.hostedPath = "/";
            files.directory = PAGE;
            files.location = Location.CLASSPATH;
            files.headers = Map.of("Cache-Control", "no-cache", "X-Content-Type-Options", "nosniff");
        });
        config.routes.get(EXPRESSION_PATH, HttpServer::showExpression);
    }

    /** Where Prometheus shows an expression, and where notifications therefore link to; here the page does. */
    private static void showExpression(Context context) {
        String query = context.queryString();
        context.redirect(query == null ? "/#query" : "/?" + query + "#query");
    }

    /** A page of another site must not be able to silence alerts through the browser of someone who can reach us. */
    private static void guard(Context context) {
        context.header("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        context.header("X-Content-Type-Options", "nosniff");
        boolean reads = context.method() == HandlerType.GET
                || context.method() == HandlerType.HEAD
                || context.method() == HandlerType.OPTIONS;
        if (!reads && !QUESTIONS.contains(context.path()) && "cross-site".equals(context.header("Sec-Fetch-Site"))) {
            throw new ForbiddenResponse("a page of another site may not change anything here");
        }
    }

    private void record(Context context, float millis) {
        Endpoint endpoint = context.endpoints().matchedHttpEndpoint();
        Timer.builder("vedette.http.request.duration")
                .description("Time from a request's arrival to the end of its answer.")
                .tag("handler", endpoint == null ? "none" : endpoint.path)
                .tag("code", Integer.toString(context.statusCode()))
                .register(meters)
                .record(Duration.ofNanos((long) (millis * 1_000_000)));
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
