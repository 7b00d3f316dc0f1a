package io.mackerel.agent.platform.ecs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a cgroup's files say of limits: Linux, Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst. Whatever is not
 * a limit, text that makes no sense included, is none. Pure.
 */
final class CgroupLimits {
    private static final Pattern MAX = Pattern.compile("(\\d{1,18})\\s+(\\d{1,18})\\s*");
    private static final Pattern NUMBER = Pattern.compile("(-?\\d{1,19})\\s*");

    /**
     * Version 1 has no word for "no limit": it is the largest number of whole pages, for pages of up to 64 KiB at least
     * this.
     */
    private static final long UNLIMITED = Long.MAX_VALUE - (64 << 10);

    private CgroupLimits() {}

    /**
     * CPUs, out of a quota and its period in microseconds, each the text of a file of version 1; a negative quota is no
     * limit.
     */
    static @Nullable Double cpusOfQuota(String quota, String period) {
        return cpus(number(quota), number(period));
    }

    /** CPUs, out of version 2's {@code cpu.max}: quota and period in microseconds, or the word {@code max}. */
    static @Nullable Double cpusOfMax(String text) {
        Matcher max = MAX.matcher(text);
        return max.matches() ? cpus(number(max.group(1)), number(max.group(2))) : null;
    }

    /** Bytes, of either version: a number, {@code max}, or a number so large that it means the same. */
    static @Nullable Long bytes(String text) {
        Long bytes = number(text);
        return bytes == null || bytes <= 0 || bytes >= UNLIMITED ? null : bytes;
    }

    private static @Nullable Double cpus(@Nullable Long quota, @Nullable Long period) {
        return quota == null || period == null || quota <= 0 || period <= 0 ? null : (double) quota / period;
    }

    private static @Nullable Long number(String text) {
        Matcher number = NUMBER.matcher(text);
        try {
            return number.matches() ? Long.valueOf(number.group(1)) : null;
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }
}
