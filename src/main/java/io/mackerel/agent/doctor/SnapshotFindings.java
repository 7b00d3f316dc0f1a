package io.mackerel.agent.doctor;

import io.mackerel.agent.metric.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one reading of all containers tells. Pure. */
final class SnapshotFindings {
    private static final String CONTAINERS = "containers";

    private SnapshotFindings() {}

    static List<Finding> of(Snapshot snapshot) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                snapshot.trouble() == null
                        ? containers(snapshot)
                        : Finding.problem(
                                CONTAINERS,
                                "cannot be read: " + snapshot.trouble(),
                                "an agent that runs tries again each minute; look at what it says is at fault"));
        for (Snapshot.Omission omission : snapshot.omissions()) {
            findings.add(Finding.note(
                    CONTAINERS,
                    omission.container() + " is left out" + (omission.passing() ? " for now: " : ": ")
                            + omission.reason()));
        }
        findings.add(interfaces(snapshot));
        return findings;
    }

    private static Finding containers(Snapshot snapshot) {
        String names =
                snapshot.containers().stream().map(each -> each.name().value()).collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Finding.note(CONTAINERS, "none is measured")
                : Finding.ok(CONTAINERS, snapshot.containers().size() + " measured: " + names);
    }

    private static Finding interfaces(Snapshot snapshot) {
        String names = Stream.concat(
                        snapshot.interfaces().stream(),
                        snapshot.containers().stream().flatMap(each -> each.interfaces().stream()))
                .map(each -> each.name().value())
                .collect(Collectors.joining(", "));
        return names.isEmpty()
                ? Finding.note("interfaces", "none is measured")
                : Finding.ok("interfaces", "measured: " + names);
    }
}
