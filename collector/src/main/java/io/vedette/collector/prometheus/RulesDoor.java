package io.vedette.collector.prometheus;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.vedette.collector.serve.Door;
import io.vedette.rules.group.GroupSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** {@code /api/v1/rules}, {@code alerts} and {@code alertmanagers}. */
public final class RulesDoor implements Door {
    private final Supplier<List<GroupSnapshot>> groups;

    /** @param groups the rule groups as they stand */
    public RulesDoor(Supplier<List<GroupSnapshot>> groups) {
        this.groups = groups;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/api/v1/rules", ApiAnswer.handler(this::rules));
        routes.get("/api/v1/alerts", ApiAnswer.handler(this::alerts));
        routes.get("/api/v1/alertmanagers", ApiAnswer.handler(RulesDoor::alertmanagers));
    }

    private void rules(Context context) throws ApiException, IOException {
        RuleQuery query = RuleQuery.read(new ApiRequest(context));
        RuleQuery.Page page = query.apply(groups.get());
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("groups");
            for (GroupSnapshot group : page.groups()) {
                RuleJson.writeGroup(json, group, !query.excludeAlerts());
            }
            json.writeEndArray();
            if (!page.nextToken().isEmpty()) {
                json.writeStringField("groupNextToken", page.nextToken());
            }
            json.writeEndObject();
        });
    }

    private void alerts(Context context) throws IOException {
        List<GroupSnapshot> current = groups.get();
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("alerts");
            for (GroupSnapshot group : current) {
                writeAlerts(json, group);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void writeAlerts(JsonGenerator json, GroupSnapshot group) throws IOException {
        for (GroupSnapshot.RuleSnapshot rule : group.rules()) {
            if (rule instanceof GroupSnapshot.Alerting alerting) {
                for (GroupSnapshot.ActiveAlert alert : alerting.alerts()) {
                    RuleJson.writeAlert(json, alert);
                }
            }
        }
    }

    /** The collector tells people itself: there is no Alertmanager behind it. */
    private static void alertmanagers(Context context) throws IOException {
        ApiAnswer.write(context, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("activeAlertmanagers");
            json.writeEndArray();
            json.writeArrayFieldStart("droppedAlertmanagers");
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
