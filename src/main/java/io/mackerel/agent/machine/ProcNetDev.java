package io.mackerel.agent.machine;

import io.mackerel.agent.metric.InterfaceName;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the text of {@code /proc/net/dev}. */
final class ProcNetDev {
    private static final Pattern NOT_MEASURED = Pattern.compile("lo|veth.*|ecs-eth0|fargate-bridge");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final int RECEIVED_BYTES = 0;
    private static final int TRANSMITTED_BYTES = 8;

    private ProcNetDev() {}

    /** The interfaces that count for a workload; lines that are none, the two of the heading among them, are skipped. */
    static List<InterfaceSample> parse(List<String> lines, SampleTime at) {
        return lines.stream().flatMap(line -> parse(line, at).stream()).toList();
    }

    private static Optional<InterfaceSample> parse(String line, SampleTime at) {
        int colon = line.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        String name = line.substring(0, colon).strip();
        String[] counters = BLANKS.split(line.substring(colon + 1).strip(), -1);
        if (name.isEmpty() || NOT_MEASURED.matcher(name).matches() || counters.length <= TRANSMITTED_BYTES) {
            return Optional.empty();
        }
        return Optional.of(new InterfaceSample(
                new InterfaceName(name),
                reading(counters[RECEIVED_BYTES], at),
                reading(counters[TRANSMITTED_BYTES], at)));
    }

    private static @Nullable Reading reading(String counter, SampleTime at) {
        try {
            long value = Long.parseLong(counter);
            return value < 0 ? null : new Reading(value, at);
        } catch (NumberFormatException absurd) {
            return null;
        }
    }
}
