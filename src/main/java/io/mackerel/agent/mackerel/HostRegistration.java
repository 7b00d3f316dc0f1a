package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.mackerel.MackerelApi.HostEntry;
import io.mackerel.agent.mackerel.RegistrationOutcome.Refused;
import io.mackerel.agent.mackerel.RegistrationOutcome.Registered;
import io.mackerel.agent.mackerel.RegistrationOutcome.TryLater;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one host in Mackerel for the workload: the one whose id was stored, else the one with the workload's custom
 * identifier, else a new one. A host that is gone, retired or another workload's is forgotten, never touched. For one
 * thread at a time.
 */
public final class HostRegistration {
    private static final Logger LOG = Logger.getLogger(HostRegistration.class);

    private final MackerelClient client;
    private final HostIdStore store;

    public HostRegistration(MackerelClient client, HostIdStore store) {
        this.client = client;
        this.store = store;
    }

    public RegistrationOutcome resolve(HostSpec spec) {
        RegistrationOutcome found = find(spec);
        return found == null ? create(spec) : found;
    }

    /** The workload's host, updated; null when there is none. */
    public @Nullable RegistrationOutcome find(HostSpec spec) {
        RegistrationOutcome stored = byStoredId(spec);
        return stored == null ? byCustomIdentifier(spec) : stored;
    }

    /** Sends everything again; null when the host is gone. */
    public @Nullable RegistrationOutcome update(HostId id, HostSpec spec, String how) {
        return switch (client.updateHost(id, spec)) {
            case ApiOutcome.Answered<HostId> _ -> registered(id, how);
            case ApiOutcome.NotFound<HostId>(String reason) -> forgotten(id, reason);
            case ApiOutcome.Refused<HostId>(String reason) -> refused(reason);
            case ApiOutcome.Invalid<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Unavailable<HostId> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    /**
     * @return why the status could not be set; empty when it is
     */
    public Optional<String> setStatus(HostId id, HostStatus status) {
        return failure(client.setStatus(id, status));
    }

    /**
     * Retires the host for good. The stored id goes with it; it stays when this fails.
     *
     * @return why the host could not be retired; empty when it is, or is gone
     */
    public Optional<String> retire(HostId id) {
        ApiOutcome<Boolean> outcome = client.retire(id);
        Optional<String> failure =
                outcome instanceof ApiOutcome.NotFound<Boolean> ? Optional.empty() : failure(outcome);
        if (failure.isEmpty()) {
            store.forget();
        }
        return failure;
    }

    private @Nullable RegistrationOutcome byStoredId(HostSpec spec) {
        HostId id = store.load().orElse(null);
        if (id == null) {
            return null;
        }
        return switch (client.host(id)) {
            case ApiOutcome.Answered<HostEntry>(HostEntry host) -> {
                String objection = objection(host, spec);
                yield objection == null ? update(id, spec, "found by its stored id") : forgotten(id, objection);
            }
            case ApiOutcome.NotFound<HostEntry>(String reason) -> forgotten(id, reason);
            case ApiOutcome.Invalid<HostEntry>(String reason) -> forgotten(id, reason);
            case ApiOutcome.Refused<HostEntry>(String reason) -> refused(reason);
            case ApiOutcome.Unavailable<HostEntry> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    /** Why this host is not, or no longer, the workload's; null when it is. */
    private static @Nullable String objection(HostEntry host, HostSpec spec) {
        if (host.isRetired()) {
            return "it is retired";
        }
        String theirs = host.customIdentifier();
        String ours =
                spec.customIdentifier() == null ? null : spec.customIdentifier().value();
        return theirs == null || theirs.isEmpty() || Objects.equals(theirs, ours)
                ? null
                : "it belongs to another workload, custom_identifier=" + theirs;
    }

    private @Nullable RegistrationOutcome byCustomIdentifier(HostSpec spec) {
        if (spec.customIdentifier() == null) {
            return null;
        }
        return switch (client.findHost(spec.customIdentifier())) {
            case ApiOutcome.Answered<Optional<HostId>>(Optional<HostId> id) ->
                id.isEmpty() ? null : update(id.get(), spec, "found by its custom identifier");
            case ApiOutcome.NotFound<Optional<HostId>>(String reason) -> new Refused(reason);
            case ApiOutcome.Refused<Optional<HostId>>(String reason) -> refused(reason);
            case ApiOutcome.Invalid<Optional<HostId>>(String reason) -> new Refused(reason);
            case ApiOutcome.Unavailable<Optional<HostId>> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    private RegistrationOutcome create(HostSpec spec) {
        return switch (client.createHost(spec)) {
            case ApiOutcome.Answered<HostId>(HostId id) -> registered(id, "created");
            case ApiOutcome.NotFound<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Refused<HostId>(String reason) -> refused(reason);
            case ApiOutcome.Invalid<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Unavailable<HostId> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    private Registered registered(HostId id, String how) {
        store.save(id);
        return new Registered(id, how);
    }

    private @Nullable RegistrationOutcome forgotten(HostId id, String reason) {
        LOG.warnf("the host is forgotten: id=%s reason=%s", id, reason);
        store.forget();
        return null;
    }

    private static Refused refused(String reason) {
        return new Refused("the API key was refused: " + reason
                + "; check that it is the organization's, may read and write, and is allowed from this address");
    }

    private static Optional<String> failure(ApiOutcome<Boolean> outcome) {
        return switch (outcome) {
            case ApiOutcome.Answered<Boolean> _ -> Optional.empty();
            case ApiOutcome.NotFound<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Refused<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Invalid<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Unavailable<Boolean> later -> Optional.of(later.reason());
        };
    }
}
