package io.vedette.collector.prometheus;

import io.vedette.rules.group.GroupSnapshot;
import io.vedette.rules.group.GroupSnapshot.RuleSnapshot;
import io.vedette.rules.promql.Expr;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which rules a question to {@code /api/v1/rules} is about; an empty set stands for all.
 *
 * @param maxGroups groups on one page; 0 for all
 * @param fromToken names the group the page begins with; empty for the first
 */
record RuleQuery(
        Kind kind,
        Set<String> files,
        Set<String> groupNames,
        Set<String> ruleNames,
        List<Expr.VectorSelector> selectors,
        boolean excludeAlerts,
        int maxGroups,
        String fromToken) {

    enum Kind {
        ALL,
        ALERTING,
        RECORDING
    }

    /** @param nextToken names the group the next page begins with; empty if this is the last */
    record Page(List<GroupSnapshot> groups, String nextToken) {}

    static RuleQuery read(ApiRequest request) throws ApiException {
        String type = request.text("type").toLowerCase(Locale.ROOT);
        Kind kind = switch (type) {
            case "" -> Kind.ALL;
            case "alert" -> Kind.ALERTING;
            case "record" -> Kind.RECORDING;
            default -> throw ApiException.invalid("type", "not supported value " + ApiTime.quote(type));
        };
        Set<String> files = Set.copyOf(concat(request.all("file[]"), request.all("file")));
        String limit = request.text("group_limit");
        String token = request.text("group_next_token");
        if (limit.isEmpty() && !token.isEmpty()) {
            throw ApiException.invalid(
                    "group_next_token", "group_limit needs to be present in order to paginate over the groups");
        }
        int maxGroups = request.wholeNumber("group_limit", 0);
        if (!limit.isEmpty() && maxGroups == 0) {
            throw ApiException.invalid("group_limit", "group_limit needs to be greater than 0");
        }
        return new RuleQuery(
                kind,
                files,
                Set.copyOf(request.all("rule_group[]")),
                Set.copyOf(request.all("rule_name[]")),
                SelectorList.read(request),
                request.flag("exclude_alerts"),
                maxGroups,
                token);
    }

    private static List<String> concat(List<String> one, List<String> other) {
        List<String> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    /** The groups asked for, less the rules that were not. */
    Page apply(List<GroupSnapshot> all) throws ApiException {
        List<GroupSnapshot> page = new ArrayList<>();
        boolean begun = fromToken.isEmpty();
        for (GroupSnapshot group : all) {
            begun |= !begun && token(group).equals(fromToken);
            if (!begun || !isEmptyOrHas(files, group.file()) || !isEmptyOrHas(groupNames, group.name())) {
                continue;
            }
            List<RuleSnapshot> rules =
                    group.rules().stream().filter(this::wants).toList();
            if (rules.isEmpty()) {
                continue;
            }
            if (maxGroups > 0 && page.size() == maxGroups) {
                return new Page(page, token(group));
            }
            page.add(new GroupSnapshot(
                    group.file(),
                    group.name(),
                    group.interval(),
                    group.limit(),
                    group.lastEvaluation(),
                    group.evaluationTime(),
                    rules));
        }
        if (!begun) {
            throw ApiException.invalid(
                    "group_next_token", "invalid group_next_token '" + fromToken + "'. were rule groups changed?");
        }
        return new Page(page, "");
    }

    private boolean wants(RuleSnapshot rule) {
        boolean kindWanted = kind == Kind.ALL || (kind == Kind.ALERTING) == (rule instanceof GroupSnapshot.Alerting);
        return kindWanted && isEmptyOrHas(ruleNames, rule.name()) && (selectors.isEmpty() || meetsOne(rule));
    }

    private boolean meetsOne(RuleSnapshot rule) {
        return selectors.stream()
                .anyMatch(selector -> selector.matchers().stream()
                        .allMatch(matcher -> matcher.matches(rule.labels().get(matcher.name()))));
    }

    private static boolean isEmptyOrHas(Set<String> wanted, String name) {
        return wanted.isEmpty() || wanted.contains(name);
    }

    /** As Prometheus makes it: SHA-1 of file and name. */
    static String token(GroupSnapshot group) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            return HexFormat.of()
                    .formatHex(sha1.digest((group.file() + ";" + group.name()).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("cannot happen: every Java has SHA-1", e);
        }
    }
}
