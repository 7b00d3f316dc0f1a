package io.mackerel.agent.platform;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which containers are measured. It may answer differently after the configuration was reloaded. */
@FunctionalInterface
public interface ContainerFilter {
    boolean accepts(String containerName);

    /**
     * @param ignored found anywhere in the name, the container is left out; null leaves none out
     */
    static ContainerFilter leavingOut(@Nullable Pattern ignored) {
        return name -> ignored == null || !ignored.matcher(name).find();
    }
}
