package io.mackerel.agent.platform.ecs;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is there of a list or a map: JSON may bring null for it and for its elements, whatever the type says. */
final class Present {
    private Present() {}

    static <T> List<T> of(List<T> elements) {
        return elements == null
                ? List.of()
                : elements.stream().filter(Objects::nonNull).toList();
    }

    /** By names in their order; what has no name is left out. */
    static <T> Map<String, T> of(Map<String, T> elements) {
        Map<String, T> present = new TreeMap<>();
        if (elements != null) {
            elements.forEach((name, element) -> {
                if (element != null && !name.isEmpty()) {
                    present.put(name, element);
                }
            });
        }
        return present;
    }
}
