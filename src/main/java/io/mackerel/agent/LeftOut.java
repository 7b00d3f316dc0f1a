package io.mackerel.agent;

import io.mackerel.agent.metric.Snapshot.Omission;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Tells of containers that are left out of collections, each once, until its reason changes or it is back. */
final class LeftOut {
    private final Logger log;
    private Set<Omission> told = Set.of();

    LeftOut(Logger log) {
        this.log = log;
    }

    void of(List<Omission> omissions) {
        for (Omission each : omissions) {
            Logger.Level level = told.contains(each) ? Logger.Level.DEBUG : Logger.Level.INFO;
            log.logf(level, "container left out of the collection: name=%s reason=%s", each.container(), each.reason());
        }
        told = Set.copyOf(omissions);
    }
}
