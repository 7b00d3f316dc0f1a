package io.mackerel.agent.demo;

import java.util.Locale;

/** Numbers as the demo prints them; what is missing (NaN) is a dash. */
final class Quantity {
    private static final double MIB = 1024.0 * 1024.0;
    private static final double KILO = 1000;

    private Quantity() {}

    static String percent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.0f", value);
    }

    static String precisePercent(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }

    static String mebibytes(double bytes) {
        return Double.isNaN(bytes) ? "-" : String.format(Locale.ROOT, "%.0f", bytes / MIB);
    }

    /** With a decimal unit: B/s, kB/s, MB/s, GB/s. */
    static String bytesPerSecond(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        double scaled = value;
        String unit = "B/s";
        for (String next : new String[] {"kB/s", "MB/s", "GB/s"}) {
            if (scaled < KILO) {
                break;
            }
            scaled /= KILO;
            unit = next;
        }
        return String.format(Locale.ROOT, unit.equals("B/s") ? "%.0f %s" : "%.1f %s", scaled, unit);
    }
}
