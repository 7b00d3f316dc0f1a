package io.mackerel.agent.check;

import org.jspecify.annotations.Nullable;

/**
 * What a check found, as it is reported.
 *
 * @param name of the check monitor
 * @param message at most {@value #LONGEST_MESSAGE} characters; what exceeds them is cut
 * @param occurredAt epoch second
 * @param notificationInterval minutes between two notifications of one alert; absent: one notification
 * @param maxCheckAttempts how many results in a row that are not OK make an alert; absent: one
 */
public record CheckReport(
        String name,
        CheckStatus status,
        String message,
        long occurredAt,
        @Nullable Integer notificationInterval,
        @Nullable Integer maxCheckAttempts) {
    /** More is not taken by the service. */
    public static final int LONGEST_MESSAGE = 1_024;

    public CheckReport {
        message = cut(message);
    }

    /** No half of a surrogate pair is left at the end. */
    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= LONGEST_MESSAGE) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, LONGEST_MESSAGE));
    }
}
