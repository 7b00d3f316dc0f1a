package io.mackerel.agent.platform.kubernetes;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service account may do, as far as the API server told. Pure. */
record Permissions(Map<Right, Verdict> verdicts) {
    enum Verdict {
        ALLOWED,
        DENIED,
        /** The API server did not answer. */
        UNKNOWN
    }

    Permissions {
        verdicts = Map.copyOf(verdicts);
    }

    static Permissions all(Verdict verdict) {
        Map<Right, Verdict> verdicts = new EnumMap<>(Right.class);
        for (Right right : Right.values()) {
            verdicts.put(right, verdict);
        }
        return new Permissions(verdicts);
    }

    boolean isAllowed(Right right) {
        return verdicts.get(right) == Verdict.ALLOWED;
    }

    /** Whether it is worth a try. */
    boolean isNotDenied(Right right) {
        return verdicts.getOrDefault(right, Verdict.UNKNOWN) != Verdict.DENIED;
    }

    /**
     * One line for each right.
     *
     * @param node the one that was asked about; null: all of them
     */
    String table(String namespace, @Nullable String node) {
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, "  %-17s%-9s%s", "right", "allowed", "where"));
        for (Right right : Right.values()) {
            String where = right.isNamespaced() ? "in " + namespace : node == null ? "on all nodes" : "on " + node;
            Verdict verdict = verdicts.getOrDefault(right, Verdict.UNKNOWN);
            table.append(String.format(Locale.ROOT, "%n  %-17s%-9s%s", right, word(verdict), where));
        }
        return table.toString();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case ALLOWED -> "yes";
            case DENIED -> "no";
            case UNKNOWN -> "unknown";
        };
    }
}
