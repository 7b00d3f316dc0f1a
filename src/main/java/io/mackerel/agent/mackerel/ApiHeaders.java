package io.mackerel.agent.mackerel;

import io.mackerel.agent.config.ApiKey;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.function.Supplier;

/** Puts the API key and the agent's name on each request. */
final class ApiHeaders implements ClientRequestFilter {
    private final Supplier<ApiKey> apiKey;
    private final String userAgent;

    ApiHeaders(Supplier<ApiKey> apiKey, String userAgent) {
        this.apiKey = apiKey;
        this.userAgent = userAgent;
    }

    @Override
    public void filter(ClientRequestContext request) {
        request.getHeaders().putSingle("X-Api-Key", apiKey.get().value());
        request.getHeaders().putSingle(HttpHeaders.USER_AGENT, userAgent);
    }
}
