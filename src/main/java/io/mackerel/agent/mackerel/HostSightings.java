package io.mackerel.agent.mackerel;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.mackerel.MackerelApi.HostEntry;
import java.util.Objects;
import java.util.Optional;

/** Looks at hosts and changes nothing. Blocks up to 30 s a call; safe for use by several threads. */
public final class HostSightings {
    private final MackerelClient client;

    public HostSightings(MackerelClient client) {
        this.client = client;
    }

    public HostSighting look(HostId id) {
        return switch (client.host(id)) {
            case ApiOutcome.Answered<HostEntry>(HostEntry host) ->
                host.isRetired() ? new HostSighting.Gone("it is retired") : live(id, host);
            case ApiOutcome.NotFound<HostEntry>(String reason) -> new HostSighting.Gone(reason);
            case ApiOutcome.Refused<HostEntry>(String reason) -> new HostSighting.Refused(reason);
            case ApiOutcome.Invalid<HostEntry>(String reason) -> new HostSighting.Refused(reason);
            case ApiOutcome.Unavailable<HostEntry> later -> new HostSighting.Unknown(later.reason());
        };
    }

    /** The host in use that belongs to this workload. */
    public HostSighting search(CustomIdentifier identifier) {
        return switch (client.findEntry(identifier)) {
            case ApiOutcome.Answered<Optional<HostEntry>>(var found) ->
                found.map(host -> live(new HostId(Objects.requireNonNull(host.id())), host))
                        .orElse(new HostSighting.Gone("there is none"));
            case ApiOutcome.NotFound<Optional<HostEntry>>(String reason) -> new HostSighting.Refused(reason);
            case ApiOutcome.Refused<Optional<HostEntry>>(String reason) -> new HostSighting.Refused(reason);
            case ApiOutcome.Invalid<Optional<HostEntry>>(String reason) -> new HostSighting.Refused(reason);
            case ApiOutcome.Unavailable<Optional<HostEntry>> later -> new HostSighting.Unknown(later.reason());
        };
    }

    private static HostSighting live(HostId id, HostEntry host) {
        String identifier = host.customIdentifier();
        return new HostSighting.Live(
                id,
                host.status() == null ? "unknown" : LogText.line(host.status()),
                identifier == null || identifier.isEmpty() ? null : LogText.line(identifier));
    }
}
