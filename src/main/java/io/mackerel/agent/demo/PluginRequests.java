package io.mackerel.agent.demo;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What plugins have an agent post, checked as strictly as the service does; nothing of it is kept. */
final class PluginRequests {
    private static final Pattern GRAPH_NAME = Pattern.compile("custom(\\.([-a-zA-Z0-9_]+|[*#]))+");
    private static final Pattern CHECK_NAME = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final Pattern HOST = Pattern.compile("host");
    private static final Pattern STATUS = Pattern.compile("OK|WARNING|CRITICAL|UNKNOWN");
    private static final Set<String> UNITS = Set.of(
            "float", "integer", "percentage", "seconds", "milliseconds", "bytes", "bytes/sec", "bits/sec", "iops");
    private static final int MOST_REPORTS = 100;
    private static final int LONGEST_MESSAGE = 1_024;
    private static final double MOST_ATTEMPTS = 10;

    private final RegisteredHosts hosts;

    PluginRequests(RegisteredHosts hosts) {
        this.hosts = hosts;
    }

    void defineGraphs(ApiRequest request) {
        for (Fields graph : Fields.parseList(request.body())) {
            graph.text("name", GRAPH_NAME);
            graph.optionalText("displayName");
            String unit = graph.text("unit");
            if (!UNITS.contains(unit)) {
                throw graph.wrong("unit", "is unknown: '" + unit + "'");
            }
            for (Fields metric : graph.objects("metrics")) {
                metric.text("name", GRAPH_NAME);
                metric.optionalText("displayName");
            }
        }
    }

    void report(ApiRequest request) {
        Fields body = Fields.parse(request.body());
        List<Fields> reports = body.objects("reports");
        if (reports.size() > MOST_REPORTS) {
            throw body.wrong("reports", "are more than " + MOST_REPORTS);
        }
        reports.forEach(this::check);
    }

    private void check(Fields report) {
        Fields source = report.object("source");
        source.text("type", HOST);
        hosts.check(source.text("hostId"));
        report.text("name", CHECK_NAME);
        report.text("status", STATUS);
        report.epochSeconds("occurredAt");
        String message = report.optionalText("message");
        if (message == null || message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            throw report.wrong("message", "must be there, with " + LONGEST_MESSAGE + " characters at most");
        }
        if (report.json().containsKey("maxCheckAttempts") && report.number("maxCheckAttempts") > MOST_ATTEMPTS) {
            throw report.wrong("maxCheckAttempts", "must be 1 to 10");
        }
    }
}
