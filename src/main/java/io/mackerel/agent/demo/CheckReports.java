package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The check reports that the stand-in keeps: the last thousand. Thread-safe. */
final class CheckReports {
    private static final Set<String> STATUSES = Set.of("OK", "WARNING", "CRITICAL", "UNKNOWN");
    private static final Duration COUNT_FOR = Duration.ofHours(6);
    private static final int MOST_IN_A_REQUEST = 100;
    private static final int LONGEST_MESSAGE = 1024;

    private final Recent<JsonObject> reports = new Recent<>(1000);

    /** How many were taken: those of the last six hours that are not repetitions. */
    int add(Fields body, RegisteredHosts hosts, Instant now) {
        List<Fields> all = body.objects("reports");
        if (all.size() > MOST_IN_A_REQUEST) {
            throw body.wrong("reports", "must be at most " + MOST_IN_A_REQUEST);
        }
        all.forEach(report -> validate(report, hosts));
        long oldest = now.minus(COUNT_FOR).getEpochSecond();
        List<JsonObject> fresh = all.stream()
                .filter(report -> report.epochSeconds("occurredAt") >= oldest)
                .map(report -> report.json().copy())
                .filter(report -> list().stream().noneMatch(known -> sameOccurrence(known, report)))
                .toList();
        fresh.forEach(reports::add);
        return fresh.size();
    }

    /** In the order of their arrival. */
    List<JsonObject> list() {
        return reports.list().stream().map(JsonObject::copy).toList();
    }

    private static void validate(Fields report, RegisteredHosts hosts) {
        Fields source = report.object("source");
        if (!source.text("type").equals("host")) {
            throw source.wrong("type", "must be host");
        }
        report.text("name");
        if (!STATUSES.contains(report.text("status"))) {
            throw report.wrong("status", "is unknown");
        }
        String message = report.optionalText("message");
        if (message == null || message.codePointCount(0, message.length()) > LONGEST_MESSAGE) {
            throw report.wrong("message", "must be a string of at most " + LONGEST_MESSAGE + " characters");
        }
        report.epochSeconds("occurredAt");
        report.optionalWhole("notificationInterval", 0, Integer.MAX_VALUE);
        report.optionalWhole("maxCheckAttempts", 1, 10);
        hosts.check(source.text("hostId"));
    }

    private static boolean sameOccurrence(JsonObject a, JsonObject b) {
        return List.of("source", "name", "occurredAt").stream()
                .allMatch(key -> a.getValue(key).equals(b.getValue(key)));
    }
}
