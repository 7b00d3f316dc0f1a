package io.mackerel.agent.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which containers are measured.
 *
 * @param ignored found anywhere in the name, the container is left out; null leaves none out
 */
public record ContainerFilter(@Nullable Pattern ignored) {
    public boolean accepts(String containerName) {
        return ignored == null || !ignored.matcher(containerName).find();
    }
}
