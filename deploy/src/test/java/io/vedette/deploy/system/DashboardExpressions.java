package io.vedette.deploy.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.vedette.dashboards.grafana.Dashboard;
import java.util.ArrayList;
import java.util.List;

/** Runs the dashboards' expressions as Grafana would, its variables filled in. */
final class DashboardExpressions {
    private DashboardExpressions() {}

    /** Those that fail or have an empty answer, with what came instead. */
    static List<String> unanswered(Api api) throws Exception {
        List<String> unanswered = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (String template : dashboard.expressions()) {
                String expression = template.replace("$cluster", ".*")
                        .replace("$instance", "first")
                        .replace("$__rate_interval", "1m");
                JsonNode answer = api.get("/api/v1/query?query=" + Api.encode(expression));
                if (!answer.path("status").asText().equals("success")
                        || answer.at("/data/result").isEmpty()) {
                    unanswered.add(dashboard.uid() + ": " + expression + " => " + answer);
                }
            }
        }
        return unanswered;
    }
}
