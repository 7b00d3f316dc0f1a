package io.mackerel.agent.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** Guesses which known name was meant by a mistyped one. */
final class NearestName {
    private static final int LETTERS_FOR_ONE_SLIP = 3;

    private NearestName() {}

    /** The known name that differs least, upper case, '_' and '-' aside; empty when none is near. */
    static Optional<String> of(String mistyped, Collection<String> known) {
        String plain = plain(mistyped);
        ToIntFunction<String> distance = name -> distance(plain, plain(name));
        int farthest = Math.max(1, plain.length() / LETTERS_FOR_ONE_SLIP);
        return known.stream()
                .filter(name -> Math.abs(plain(name).length() - plain.length()) <= farthest)
                .filter(name -> distance.applyAsInt(name) <= farthest)
                .min(Comparator.comparingInt(distance).thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    /** Insertions, deletions, substitutions and swaps of neighbours: the optimal string alignment distance. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int cheapest(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
    }
}
