package io.mackerel.agent.machine;

import io.mackerel.agent.host.Cpu;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the text of {@code /proc/cpuinfo}, whose keys differ from one architecture to the next. */
final class ProcCpuinfo {
    private ProcCpuinfo() {}

    /** One entry for each processor, with what its block tells. */
    static List<Cpu> parse(List<String> lines) {
        List<Map<String, String>> blocks = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0) {
                continue;
            }
            String key = line.substring(0, colon).strip();
            if (key.equals("processor")) {
                blocks.add(new HashMap<>());
            }
            String value = line.substring(colon + 1).strip();
            if (!blocks.isEmpty() && !value.isEmpty()) {
                blocks.getLast().putIfAbsent(key, value);
            }
        }
        return blocks.stream().map(ProcCpuinfo::cpu).toList();
    }

    private static Cpu cpu(Map<String, String> block) {
        return new Cpu(
                block.get("vendor_id"),
                block.get("model"),
                block.get("model name"),
                block.get("cpu family"),
                block.get("stepping"),
                block.get("physical id"),
                block.get("core id"),
                block.get("cpu cores"),
                block.get("cache size"),
                block.get("cpu MHz"));
    }
}
