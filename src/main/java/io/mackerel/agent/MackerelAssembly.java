package io.mackerel.agent;

import io.mackerel.agent.config.AgentConfig;
import io.mackerel.agent.config.ApiKeySource;
import io.mackerel.agent.config.HostIdStorage;
import io.mackerel.agent.config.Masking;
import io.mackerel.agent.mackerel.AgentVersion;
import io.mackerel.agent.mackerel.ApiKeys;
import io.mackerel.agent.mackerel.HostIdFile;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.MackerelClient;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** Puts together what speaks to Mackerel. It follows the configuration in force, which holds an API key. */
final class MackerelAssembly {
    private final CurrentConfig config;
    private final MackerelClient client;
    private final CurrentHostIdStore store;
    private final HostRegistration registration;

    MackerelAssembly(CurrentConfig config, AgentVersion version, Clocks clocks, Masking masking) {
        this.config = config;
        ApiKeys apiKeys = new ApiKeys(apiKey(config.get()), masking::remember);
        URI first = config.get().apiBase();
        client = MackerelClient.connecting(first, config.get().proxy().forUri(first), apiKeys, version, clocks.wall());
        store = new CurrentHostIdStore(hostIdStore());
        registration = new HostRegistration(client, store);
        // The key first, then the place that it is good for.
        config.whenChanged(MackerelAssembly::apiKey, apiKeys::use);
        config.whenChanged(
                AgentConfig::apiBase,
                base -> client.reconnect(base, config.get().proxy().forUri(base)));
        config.whenChanged(each -> List.of(each.root(), each.hostIdStore()), _ -> store.become(hostIdStore()));
    }

    private static ApiKeySource apiKey(AgentConfig config) {
        return Objects.requireNonNull(config.apiKey());
    }

    MackerelClient client() {
        return client;
    }

    HostIdStore store() {
        return store;
    }

    HostRegistration registration() {
        return registration;
    }

    private HostIdStore hostIdStore() {
        AgentConfig now = config.get();
        return now.hostIdStore() == HostIdStorage.FILE ? new HostIdFile(now.root()) : HostIdStore.inMemory();
    }
}
