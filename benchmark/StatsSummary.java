import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a kubelet answers to {@code /stats/summary?only_cpu_and_memory=true}: the fields, the order and the indentation of
 * a kubelet 1.36, three containers to a pod. Made once; an answer only gets its times and counters written over. Not for
 * use by several threads.
 */
final class StatsSummary {
    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final String CPU_NANOS = "1000000000000";
    private static final long CPU_NANOS_PER_SECOND = 200_000_000;
    private static final String PRESSURE = "\"psi\":{\"full\":{\"total\":0,\"avg10\":0,\"avg60\":0,\"avg300\":0},"
            + "\"some\":{\"total\":0,\"avg10\":0,\"avg60\":0,\"avg300\":0}}";
    private static final String USAGE = """
            "cpu":{"time":"%s","usageNanoCores":111063663,"usageCoreNanoSeconds":%s,%s},
            "memory":{"time":"%s","availableBytes":66211840,"usageBytes":48913408,"workingSetBytes":46897024,
            "rssBytes":31114688,"pageFaults":202253,"majorPageFaults":3,%s},
            "swap":{"time":"%s","swapAvailableBytes":67108864,"swapUsageBytes":0}
            """.formatted(TIME, CPU_NANOS, PRESSURE, TIME, PRESSURE, TIME);

    private final byte[] json;
    private final List<Integer> times;
    private final List<Integer> counters;
    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Instant last = begin;

    StatsSummary(int pods) {
        String compact = Json.compact("""
                {"node":{"nodeName":"%s","systemContainers":[{"name":"pods","startTime":"%s",%s}],"startTime":"%s",%s},
                "pods":[%s]}
                """.formatted(
                        Node.NAME,
                        TIME,
                        USAGE,
                        TIME,
                        USAGE,
                        IntStream.range(0, pods)
                                .mapToObj(PodIdentity::of)
                                .map(StatsSummary::pod)
                                .collect(Collectors.joining(","))));
        String text = Json.indented(compact) + "\n";
        this.json = text.getBytes(StandardCharsets.US_ASCII);
        this.times = after("\"time\": \"", text);
        this.counters = after("\"usageCoreNanoSeconds\": ", text);
    }

    /** New at each call by at least a second, which is as fine as a kubelet's times are; the array is the same each time. */
    byte[] answer() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        last = now.isAfter(last) ? now : last.plusSeconds(1);
        overwrite(times, last.toString());
        long seconds = last.getEpochSecond() - begin.getEpochSecond();
        overwrite(counters, Long.toString(Long.parseLong(CPU_NANOS) + seconds * CPU_NANOS_PER_SECOND));
        return json;
    }

    private static String pod(PodIdentity pod) {
        return """
                {"podRef":{"name":"%s","namespace":"%s","uid":"%s"},"startTime":"%s","containers":[%s],%s}
                """.formatted(
                pod.name(),
                PodIdentity.NAMESPACE,
                pod.uid(),
                TIME,
                PodObject.CONTAINERS.stream().map(StatsSummary::container).collect(Collectors.joining(",")),
                USAGE);
    }

    private static String container(String name) {
        return "{\"name\":\"%s\",\"startTime\":\"%s\",%s}".formatted(name, TIME, USAGE);
    }

    private static List<Integer> after(String start, String text) {
        List<Integer> all = new ArrayList<>();
        for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
            all.add(at + start.length());
        }
        return all;
    }

    private void overwrite(List<Integer> places, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        places.forEach(place -> System.arraycopy(bytes, 0, json, place, bytes.length));
    }
}
