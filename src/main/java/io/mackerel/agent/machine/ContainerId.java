package io.mackerel.agent.machine;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id of the container that a process is in, out of the text of {@code /proc/self/cgroup} and
 * {@code /proc/self/mountinfo}.
 */
final class ContainerId {
    /** Docker's, and those that ECS gives on Fargate and Managed Instances. */
    private static final String ID = "([0-9a-f]{64}|[0-9a-f]{32}-[0-9]{1,10})";

    /** The last folder of a cgroup, as cgroupfs names it ({@code <id>}) or systemd ({@code docker-<id>.scope}). */
    private static final Pattern CGROUP = Pattern.compile("[^:]*:[^:]*:(?:.*/)?(?:[a-z]+-)?" + ID + "(?:\\.scope)?");

    /** What Docker mounts over three files in each container; field 4 is the path on the machine, 5 the one here. */
    private static final Pattern MOUNT =
            Pattern.compile("\\S+ \\S+ \\S+ \\S*/containers/" + ID + "/\\S+ /etc/(?:hostname|hosts|resolv\\.conf) .*");

    private ContainerId() {}

    /**
     * Null when neither names one. With cgroup version 2, and a cgroup namespace, the first says {@code 0::/} only.
     */
    static @Nullable String find(List<String> cgroup, List<String> mountinfo) {
        return Stream.concat(
                        cgroup.stream().map(CGROUP::matcher), mountinfo.stream().map(MOUNT::matcher))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst()
                .orElse(null);
    }
}
