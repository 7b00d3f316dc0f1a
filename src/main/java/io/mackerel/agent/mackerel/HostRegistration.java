package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.mackerel.HostLookup.Found;
import io.mackerel.agent.mackerel.HostLookup.None;
import io.mackerel.agent.mackerel.MackerelApi.HostEntry;
import io.mackerel.agent.mackerel.RegistrationOutcome.Origin;
import io.mackerel.agent.mackerel.RegistrationOutcome.Refused;
import io.mackerel.agent.mackerel.RegistrationOutcome.Registered;
import io.mackerel.agent.mackerel.RegistrationOutcome.TryLater;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one host in Mackerel for the workload: the one whose id was stored, else the one with the workload's custom
 * identifier, else a new one. A host that is gone, retired or another workload's is forgotten, never touched.
 */
public final class HostRegistration {
    private static final Logger LOG = Logger.getLogger(HostRegistration.class);

    private final MackerelClient client;
    private final HostIdStore store;

    public HostRegistration(MackerelClient client, HostIdStore store) {
        this.client = client;
        this.store = store;
    }

    /** Finds the workload's host and sends everything about it, or creates it. */
    public RegistrationOutcome resolve(HostSpec spec) {
        return switch (find(spec)) {
            case Found(HostId id, Origin origin) -> {
                RegistrationOutcome updated = update(id, origin, spec);
                yield updated == null ? create(spec) : updated;
            }
            case None _ -> create(spec);
            case HostLookup.TryLater later -> new TryLater(later.reason(), later.retryAfter());
            case HostLookup.Refused(String reason) -> new Refused(reason);
        };
    }

    /** Looks for the workload's host; writes nothing. */
    public HostLookup find(HostSpec spec) {
        HostLookup stored = store.load().map(id -> check(id, spec)).orElse(new None());
        return stored instanceof None ? byCustomIdentifier(spec) : stored;
    }

    /** Whether an earlier run left the id of a host. */
    public boolean hasStoredId() {
        return store.load().isPresent();
    }

    /** Sends everything about the host again, after a look at it; null when it is not the workload's any more. */
    public @Nullable RegistrationOutcome refresh(HostId id, HostSpec spec) {
        return switch (check(id, spec)) {
            case Found(HostId found, Origin origin) -> update(found, origin, spec);
            case None _ -> null;
            case HostLookup.TryLater later -> new TryLater(later.reason(), later.retryAfter());
            case HostLookup.Refused(String reason) -> new Refused(reason);
        };
    }

    /**
     * Sets the host's status.
     *
     * @return why it could not be set; empty when it is
     */
    public Optional<String> setStatus(HostId id, HostStatus status) {
        return switch (client.setStatus(id, status)) {
            case ApiOutcome.Answered<Boolean> _ -> Optional.empty();
            case ApiOutcome.NotFound<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Refused<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Invalid<Boolean>(String reason) -> Optional.of(reason);
            case ApiOutcome.Unavailable<Boolean> later -> Optional.of(later.reason());
        };
    }

    /** Retires the host for good. The stored id goes with it; it stays when this fails. */
    public RetirementOutcome retire(HostId id) {
        return switch (client.retire(id)) {
            case ApiOutcome.Answered<Boolean> _ -> retired();
            case ApiOutcome.NotFound<Boolean> _ -> retired();
            case ApiOutcome.Refused<Boolean>(String reason) -> new RetirementOutcome.Refused(reason);
            case ApiOutcome.Invalid<Boolean>(String reason) -> new RetirementOutcome.Refused(reason);
            case ApiOutcome.Unavailable<Boolean> later -> new RetirementOutcome.TryLater(later.reason());
        };
    }

    private RetirementOutcome retired() {
        store.forget();
        return new RetirementOutcome.Retired();
    }

    /** Whether a host that was the workload's still is. */
    private HostLookup check(HostId id, HostSpec spec) {
        return switch (client.host(id)) {
            case ApiOutcome.Answered<HostEntry>(HostEntry host) -> {
                String objection = objection(host, spec);
                yield objection == null ? new Found(id, Origin.STORED_ID) : forgotten(id, objection);
            }
            case ApiOutcome.NotFound<HostEntry>(String reason) -> forgotten(id, reason);
            case ApiOutcome.Refused<HostEntry>(String reason) -> new HostLookup.Refused(keyRefused(reason));
            case ApiOutcome.Invalid<HostEntry>(String reason) -> new HostLookup.Refused(reason);
            case ApiOutcome.Unavailable<HostEntry> later -> new HostLookup.TryLater(later.reason(), later.retryAfter());
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
                : "it belongs to another workload, custom_identifier=" + LogText.line(theirs);
    }

    private HostLookup byCustomIdentifier(HostSpec spec) {
        if (spec.customIdentifier() == null) {
            return new None();
        }
        return switch (client.findHost(spec.customIdentifier())) {
            case ApiOutcome.Answered<Optional<HostId>>(Optional<HostId> id) ->
                id.isEmpty() ? new None() : new Found(id.get(), Origin.CUSTOM_IDENTIFIER);
            case ApiOutcome.NotFound<Optional<HostId>>(String reason) -> new HostLookup.Refused(reason);
            case ApiOutcome.Refused<Optional<HostId>>(String reason) -> new HostLookup.Refused(keyRefused(reason));
            case ApiOutcome.Invalid<Optional<HostId>>(String reason) -> new HostLookup.Refused(reason);
            case ApiOutcome.Unavailable<Optional<HostId>> later ->
                new HostLookup.TryLater(later.reason(), later.retryAfter());
        };
    }

    /** Null when the host is gone. */
    private @Nullable RegistrationOutcome update(HostId id, Origin origin, HostSpec spec) {
        return switch (client.updateHost(id, spec)) {
            case ApiOutcome.Answered<HostId> _ -> registered(id, origin);
            case ApiOutcome.NotFound<HostId>(String reason) -> {
                forgotten(id, reason);
                yield null;
            }
            case ApiOutcome.Refused<HostId>(String reason) -> new Refused(keyRefused(reason));
            case ApiOutcome.Invalid<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Unavailable<HostId> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    private RegistrationOutcome create(HostSpec spec) {
        return switch (client.createHost(spec)) {
            case ApiOutcome.Answered<HostId>(HostId id) -> registered(id, Origin.CREATED);
            case ApiOutcome.NotFound<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Refused<HostId>(String reason) -> new Refused(keyRefused(reason));
            case ApiOutcome.Invalid<HostId>(String reason) -> new Refused(reason);
            case ApiOutcome.Unavailable<HostId> later -> new TryLater(later.reason(), later.retryAfter());
        };
    }

    private Registered registered(HostId id, Origin origin) {
        store.save(id);
        return new Registered(id, origin);
    }

    private HostLookup forgotten(HostId id, String reason) {
        LOG.warnf("the host is forgotten: id=%s reason=%s", id, reason);
        store.forget();
        return new None();
    }

    private static String keyRefused(String reason) {
        return "the API key was refused: " + reason
                + "; check that it is the organization's, may read and write, and is allowed from this address";
    }
}
