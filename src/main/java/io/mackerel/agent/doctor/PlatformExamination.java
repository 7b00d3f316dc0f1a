package io.mackerel.agent.doctor;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the platform what the agent would ask it at its start: what it permits, the workload's state, one snapshot. */
public final class PlatformExamination implements Examination {
    public static final String SUBJECT = "platform";

    private static final String WORKLOAD = "workload";

    private final Platform platform;
    private final CompletableFuture<Optional<Workload>> workload;

    /**
     * @param workload gets to know the workload as soon as it is known, else that it is not
     */
    public PlatformExamination(Platform platform, CompletableFuture<Optional<Workload>> workload) {
        this.platform = platform;
        this.workload = workload;
    }

    /** There is none to examine. */
    public static Finding notFound(String reason) {
        return Finding.fatal(SUBJECT, reason, null);
    }

    @Override
    public List<Finding> examine() {
        List<Finding> findings = new ArrayList<>();
        try {
            platform.preflight();
            WorkloadState state = state();
            findings.add(Finding.ok(SUBJECT, description()));
            findings.add(finding(state));
            findings.addAll(SnapshotFindings.of(platform.snapshot()));
        } catch (NotPermittedException e) {
            findings.add(denied(String.valueOf(e.getMessage())));
        } catch (PlatformException e) {
            findings.add(Finding.fatal(
                    SUBJECT,
                    description() + "\ndoes not answer: " + e.getMessage(),
                    "check that the agent may reach it; an agent that starts tries for 5 minutes, then ends"));
        } finally {
            workload.complete(Optional.empty());
        }
        return findings;
    }

    /** Where the CPU is short, a first question takes longer than an answer may: it is asked again. */
    private WorkloadState state() throws PlatformException {
        try {
            return platform.state();
        } catch (NotPermittedException e) {
            throw e;
        } catch (PlatformException e) {
            return platform.state();
        }
    }

    private String description() {
        return Stream.concat(Stream.of(platform.description()), platform.found().stream())
                .collect(Collectors.joining("\n"));
    }

    private Finding finding(WorkloadState state) {
        return switch (state) {
            case WorkloadState.Running(Workload running) -> {
                workload.complete(Optional.of(running));
                yield Finding.ok(WORKLOAD, "runs: name=" + running.hostName() + " identity=" + running.identity());
            }
            case WorkloadState.Starting(String reason) ->
                Finding.note(WORKLOAD, "does not run yet, the agent would wait: " + reason);
        };
    }

    /** What to grant may follow in lines of its own, to be copied. */
    private Finding denied(String message) {
        int lineEnd = message.indexOf('\n');
        String text = description() + "\ndoes not permit what the agent needs: "
                + (lineEnd < 0 ? message : message.substring(0, lineEnd));
        return Finding.fatal(
                SUBJECT, text, lineEnd < 0 ? null : "kubectl apply -f - with this:\n" + message.substring(lineEnd + 1));
    }
}
