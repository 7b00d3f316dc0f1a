package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.HostIdStorage;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.HostSighting;
import io.mackerel.agent.mackerel.HostSightings;
import io.mackerel.agent.mackerel.RetirementOutcome;
import java.util.function.LongSupplier;

/** Retires the host whose id an agent has left, without an agent. */
public final class Retirement {
    private final AgentConfig config;
    private final HostIdStore store;
    private final HostSightings sightings;
    private final HostRegistration registration;
    private final Insistence insistence;
    private final LongSupplier nanoTime;

    /** What it came to. Reasons are fit for a person and hold no secret. */
    public sealed interface Outcome {
        record Retired(HostId id) implements Outcome {}

        /** Retired or deleted before; its id is forgotten now. */
        record AlreadyGone(HostId id, String reason) implements Outcome {}

        /**
         * @param reason says where was looked
         */
        record NoId(String reason) implements Outcome {}

        record Failed(HostId id, String reason) implements Outcome {}
    }

    Retirement(
            AgentConfig config,
            HostIdStore store,
            HostSightings sightings,
            HostRegistration registration,
            Insistence insistence,
            LongSupplier nanoTime) {
        this.config = config;
        this.store = store;
        this.sightings = sightings;
        this.registration = registration;
        this.insistence = insistence;
        this.nanoTime = nanoTime;
    }

    /** Blocks for as long as the shutdown of an agent may take, at most. */
    public Outcome retire() throws InterruptedException {
        if (config.hostIdStore() == HostIdStorage.MEMORY) {
            return new Outcome.NoId("hostIdStore is memory: an agent keeps the id of its host to itself");
        }
        HostId id = store.load().orElse(null);
        return id == null
                ? new Outcome.NoId("there is no host id in " + config.root().resolve("id"))
                : retire(id, Deadline.in(config.shutdownTimeout(), nanoTime));
    }

    private Outcome retire(HostId id, Deadline deadline) throws InterruptedException {
        HostSighting sighting = insistence.insist(
                deadline,
                () -> sightings.look(id),
                each -> each instanceof HostSighting.Unknown,
                new HostSighting.Unknown("no answer in time"));
        return switch (sighting) {
            case HostSighting.Live _ -> retireLive(id, deadline);
            case HostSighting.Gone(String reason) -> {
                store.forget();
                yield new Outcome.AlreadyGone(id, reason);
            }
            case HostSighting.Refused(String reason) -> new Outcome.Failed(id, reason);
            case HostSighting.Unknown(String reason) -> new Outcome.Failed(id, reason);
        };
    }

    private Outcome retireLive(HostId id, Deadline deadline) throws InterruptedException {
        RetirementOutcome outcome = insistence.insist(
                deadline,
                () -> registration.retire(id),
                each -> each instanceof RetirementOutcome.TryLater,
                new RetirementOutcome.TryLater("no answer in time"));
        return switch (outcome) {
            case RetirementOutcome.Retired _ -> new Outcome.Retired(id);
            case RetirementOutcome.TryLater(String reason) -> new Outcome.Failed(id, reason);
            case RetirementOutcome.Refused(String reason) -> new Outcome.Failed(id, reason);
        };
    }
}
