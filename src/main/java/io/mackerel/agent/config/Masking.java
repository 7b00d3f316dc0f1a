package io.mackerel.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Takes secrets out of text that comes from elsewhere, as from plugins. It remembers those of earlier configurations,
 * since what still runs may print them. Safe for use by several threads.
 */
public final class Masking implements UnaryOperator<String> {
    private static final String MASK = "****";
    /** Shorter ones would make words of ordinary text disappear. */
    private static final int SHORTEST = 8;

    private static final int MOST = 1_000;

    private final Set<String> known = new LinkedHashSet<>();
    private volatile List<String> longestFirst = List.of();

    public void remember(AgentConfig config) {
        remember(Secrets.of(config));
    }

    public void remember(ApiKey key) {
        remember(List.of(key.value()));
    }

    private synchronized void remember(Collection<String> secrets) {
        for (String secret : secrets) {
            if (secret.length() >= SHORTEST) {
                known.remove(secret);
                known.add(secret);
            }
        }
        while (known.size() > MOST) {
            known.remove(known.iterator().next());
        }
        longestFirst = known.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    @Override
    public String apply(String text) {
        String masked = text;
        for (String secret : longestFirst) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }
}
