package io.mackerel.agent.host;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where a workload runs.
 *
 * @param provider {@code ecs}, {@code fargate}, {@code kubernetes} and so on
 * @param metadata a tree of maps, lists and scalars as it is sent; unknown keys are absent
 */
public record Cloud(String provider, Map<String, Object> metadata) {
    public Cloud {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }
}
