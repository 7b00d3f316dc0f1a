package io.mackerel.agent.doctor;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostSighting;
import io.mackerel.agent.mackerel.HostSightings;
import io.mackerel.agent.platform.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Looks for the workload's host as the agent would, and neither forgets nor registers one. */
public final class HostExamination implements Examination {
    public static final String SUBJECT = "host";

    private final HostIdStore store;
    private final HostSightings sightings;
    private final CompletableFuture<Boolean> answered;
    private final CompletableFuture<Optional<Workload>> workload;

    /**
     * @param answered whether Mackerel answers and takes the key
     * @param workload empty when the platform does not tell
     */
    public HostExamination(
            HostIdStore store,
            HostSightings sightings,
            CompletableFuture<Boolean> answered,
            CompletableFuture<Optional<Workload>> workload) {
        this.store = store;
        this.sightings = sightings;
        this.answered = answered;
        this.workload = workload;
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        if (!known(answered)) {
            return List.of(Finding.notChecked(SUBJECT, "Mackerel has to answer and to take the key first"));
        }
        Workload own = known(workload).orElse(null);
        if (own == null) {
            return List.of(Finding.notChecked(SUBJECT, "the platform has to tell first whose it would be"));
        }
        List<Finding> findings = new ArrayList<>();
        HostId stored = store.load().orElse(null);
        if (stored == null || !isFoundByStoredId(stored, own, findings)) {
            findings.add(searched(own.customIdentifier()));
        }
        return findings;
    }

    private static <T> T known(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Whether no search is needed; what there is to say of the stored id is added. */
    private boolean isFoundByStoredId(HostId stored, Workload own, List<Finding> findings) {
        switch (sightings.look(stored)) {
            case HostSighting.Live live
            when isOf(own, live.customIdentifier()) -> {
                findings.add(inUse(live, "its id is stored"));
                return true;
            }
            case HostSighting.Live live ->
                findings.add(forgotten(stored, "it belongs to another workload, " + live.customIdentifier()));
            case HostSighting.Gone(String reason) -> findings.add(forgotten(stored, reason));
            case HostSighting.Refused(String reason) -> {
                findings.add(unclear(reason));
                return true;
            }
            case HostSighting.Unknown(String reason) -> {
                findings.add(unclear(reason));
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(Workload own, @Nullable String customIdentifier) {
        return customIdentifier == null || customIdentifier.equals(own.identity());
    }

    private Finding searched(@Nullable CustomIdentifier identifier) {
        if (identifier == null) {
            return Finding.note(SUBJECT, "no usable id is stored, the agent would register a new host");
        }
        return switch (sightings.search(identifier)) {
            case HostSighting.Live live -> inUse(live, "found by " + identifier.value());
            case HostSighting.Gone _ ->
                Finding.note(SUBJECT, "none yet for " + identifier.value() + ": the agent would register one");
            case HostSighting.Refused(String reason) -> unclear(reason);
            case HostSighting.Unknown(String reason) -> unclear(reason);
        };
    }

    private static Finding inUse(HostSighting.Live live, String how) {
        return Finding.ok(SUBJECT, "id=" + live.id() + " status=" + live.status() + " (" + how + ")");
    }

    private static Finding forgotten(HostId stored, String reason) {
        return Finding.note(SUBJECT, "the stored id " + stored + " is of no use, the agent would forget it: " + reason);
    }

    private static Finding unclear(String reason) {
        return Finding.problem(SUBJECT, reason, "try again");
    }
}
