package io.vedette.collector.index.elasticsearch;

import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkOperation;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.util.BinaryData;
import co.elastic.clients.util.ContentType;
import io.vedette.collector.index.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Sends documents in bulk, several requests at a time, as the bytes they are. Each is created under its own id, so one
 * that is there already is refused with a conflict, which is as good as stored.
 *
 * <p>Used by one thread at a time.
 */
final class BulkWriter {
    private static final int DOCUMENTS_MAX = 1_500;
    private static final long BYTES_MAX = 2L << 20;
    /** Refusals with 400 or 403 that are about the server's state, not about the document. */
    private static final Set<String> PASSING =
            Set.of("validation_exception", "cluster_block_exception", "security_exception", "index_closed_exception");

    private final Connection connection;

    /**
     * A document as it is sent.
     *
     * @param dataStream where it belongs
     * @param id under which it is created
     * @param json without a raw line break
     */
    record Item(String dataStream, String id, byte[] json) {}

    BulkWriter(Connection connection) {
        this.connection = connection;
    }

    /** What became of each document, in their order. */
    List<Outcome> write(List<Item> documents) {
        List<CompletableFuture<List<Outcome>>> answers = new ArrayList<>();
        int begin = 0;
        while (begin < documents.size()) {
            int end = endOfRequest(documents, begin);
            answers.add(send(documents.subList(begin, end)));
            begin = end;
        }
        List<Outcome> outcomes = new ArrayList<>(documents.size());
        answers.forEach(answer -> outcomes.addAll(answer.join()));
        return outcomes;
    }

    private static int endOfRequest(List<Item> documents, int begin) {
        long bytes = 0;
        int end = begin;
        while (end < documents.size() && end - begin < DOCUMENTS_MAX) {
            bytes += documents.get(end).json().length;
            if (bytes > BYTES_MAX && end > begin) {
                break;
            }
            end++;
        }
        return end;
    }

    private CompletableFuture<List<Outcome>> send(List<Item> documents) {
        return connection
                .asyncClient()
                .bulk(request(documents))
                .thenApply(BulkWriter::outcomes)
                .exceptionallyCompose(failure -> afterFailure(documents, failure));
    }

    private static BulkRequest request(List<Item> documents) {
        List<BulkOperation> operations = documents.stream()
                .map(document ->
                        BulkOperation.of(operation -> operation.create(create -> create.index(document.dataStream())
                                .id(document.id())
                                .document(BinaryData.of(document.json(), ContentType.APPLICATION_JSON)))))
                .toList();
        return BulkRequest.of(request -> request.operations(operations));
    }

    /** A request that is refused as a whole is halved until the documents that are the reason stand alone. */
    private CompletableFuture<List<Outcome>> afterFailure(List<Item> documents, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        boolean refused = Connection.hasStatus(cause, 413) || Connection.hasStatus(cause, 400);
        if (!refused) {
            return CompletableFuture.completedFuture(
                    all(documents.size(), new Outcome.Later(connection.explain(cause))));
        }
        if (documents.size() == 1) {
            return CompletableFuture.completedFuture(List.of(new Outcome.Never(connection.explain(cause))));
        }
        int half = documents.size() / 2;
        return send(documents.subList(0, half))
                .thenCombine(send(documents.subList(half, documents.size())), (first, second) -> {
                    List<Outcome> both = new ArrayList<>(first);
                    both.addAll(second);
                    return both;
                });
    }

    private static List<Outcome> all(int count, Outcome outcome) {
        Outcome[] outcomes = new Outcome[count];
        Arrays.fill(outcomes, outcome);
        return List.of(outcomes);
    }

    private static List<Outcome> outcomes(BulkResponse response) {
        return response.items().stream().map(BulkWriter::outcome).toList();
    }

    private static Outcome outcome(BulkResponseItem item) {
        ErrorCause error = item.error();
        if (error == null) {
            return Outcome.DONE;
        }
        if (item.status() == 409) {
            return Outcome.REPEATED;
        }
        String reason = reason(error);
        String type = error.type() == null ? "" : error.type();
        boolean passing = item.status() != 400 && item.status() != 413 || PASSING.contains(type);
        return passing ? new Outcome.Later("Elasticsearch: " + reason) : new Outcome.Never(reason);
    }

    private static String reason(ErrorCause error) {
        StringBuilder reason = new StringBuilder();
        @Nullable ErrorCause cause = error;
        for (int depth = 0; cause != null && depth < 3; depth++) {
            reason.append(reason.isEmpty() ? "" : ": ").append(cause.reason() == null ? cause.type() : cause.reason());
            cause = cause.causedBy();
        }
        return reason.length() > 500 ? reason.substring(0, 500) + "…" : reason.toString();
    }
}
