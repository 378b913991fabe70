package io.vedette.dashboards.grafana;

import java.util.List;

/**
 * A dashboard.
 *
 * @param uid its lasting identity in Grafana, and its file's name
 * @param perNode whether it shows one node, chosen above it, or all of them
 */
public record Dashboard(String uid, String title, String description, boolean perNode, List<Panel> panels) {
    public Dashboard {
        panels = List.copyOf(panels);
    }

    /** Every expression as it stands in the panels, with Grafana's variables in it. */
    public List<String> expressions() {
        return panels.stream()
                .flatMap(panel -> panel.queries().stream())
                .map(Panel.Query::expression)
                .toList();
    }

    /** All dashboards. */
    public static List<Dashboard> all() {
        return List.of(ClusterDashboard.build(), NodeDashboard.build());
    }
}
