package io.mackerel.agent.mackerel;

import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.host.CustomIdentifier;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A connection to Mackerel that is tried out: nothing is changed there. Safe for use by several threads. */
public final class MackerelContact implements AutoCloseable {
    /** No workload has it. */
    private static final CustomIdentifier NOBODY = new CustomIdentifier("mackerel-container-agent.doctor");

    private final MackerelClient client;
    private final Dates dates;

    /**
     * @param proxy null for a direct connection
     */
    public MackerelContact(URI base, @Nullable Proxy proxy, ApiKeys apiKeys, AgentVersion agent, InstantSource clock) {
        dates = new Dates(clock);
        client = MackerelClient.observed(base, proxy, apiKeys, agent, clock, dates);
    }

    /** Asks for a host that is not there, as the agent asks for its own. Blocks up to 30 s, twice when the key changes. */
    public ContactOutcome greet() {
        return outcome(client.findHost(NOBODY));
    }

    private static <T> ContactOutcome outcome(ApiOutcome<T> answer) {
        return switch (answer) {
            case ApiOutcome.Answered<T> _ -> new ContactOutcome.Answered();
            case ApiOutcome.NotFound<T>(String reason) -> new ContactOutcome.NotMackerel(reason);
            case ApiOutcome.Refused<T>(String reason) -> new ContactOutcome.KeyRefused(reason);
            case ApiOutcome.Invalid<T>(String reason) -> new ContactOutcome.NotMackerel(reason);
            case ApiOutcome.Unavailable<T> later -> new ContactOutcome.Unavailable(later.reason());
        };
    }

    public HostSightings sightings() {
        return new HostSightings(client);
    }

    /**
     * How far the service's clock is ahead of the own one, to a second or so; null when no answer told the time, whatever
     * else it said.
     */
    public @Nullable Duration clockDifference() {
        return dates.difference;
    }

    @Override
    public void close() {
        client.close();
    }

    /** Reads the time from each answer. */
    private static final class Dates implements ClientResponseFilter {
        private final InstantSource clock;
        private volatile @Nullable Duration difference;

        Dates(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public void filter(ClientRequestContext request, ClientResponseContext response) {
            String date = response.getHeaderString(HttpHeaders.DATE);
            if (date == null) {
                return;
            }
            try {
                Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
                difference = Duration.between(clock.instant(), theirs);
            } catch (DateTimeException notADate) {
                difference = null;
            }
        }
    }
}
