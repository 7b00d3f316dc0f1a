package io.mackerel.agent.check;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Decides which reports are due: all but an OK that follows an OK. Safe for use by several threads. */
public final class DueReports {
    private final Map<String, CheckStatus> lastStatus = new HashMap<>();

    /** Asked once for each report, in the order in which they were made; its status is remembered. */
    public synchronized boolean isDue(CheckReport report) {
        CheckStatus last = lastStatus.put(report.name(), report.status());
        return report.status() != CheckStatus.OK || last != CheckStatus.OK;
    }

    /** The service knows nothing of earlier reports: the host is a new one. */
    public synchronized void forgetAll() {
        lastStatus.clear();
    }

    /** Of checks with other names the service knows nothing any longer. */
    public synchronized void forgetAllBut(Collection<String> names) {
        lastStatus.keySet().retainAll(names);
    }
}
