package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the tests expect of the machine that they run on, read from {@code /proc}. */
final class ThisMachine {
    private ThisMachine() {}

    static double cores() {
        return lines("/proc/cpuinfo")
                .filter(line -> line.matches("processor\\s*:.*"))
                .count();
    }

    /** In bytes. */
    static double memory() {
        return lines("/proc/meminfo")
                .filter(line -> line.startsWith("MemTotal:"))
                .mapToDouble(line -> 1024.0 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The names, as metric names spell them, of the interfaces that are measured. */
    static Set<String> interfaces() {
        return lines("/proc/net/dev")
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(':')).strip())
                .filter(name -> !name.matches("lo|veth.*|ecs-eth0|fargate-bridge"))
                .map(name -> name.replaceAll("[^A-Za-z0-9_-]", "_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
