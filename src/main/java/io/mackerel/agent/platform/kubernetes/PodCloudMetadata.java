package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.kubernetes.PodResponse.Condition;
import io.mackerel.agent.platform.kubernetes.PodResponse.Container;
import io.mackerel.agent.platform.kubernetes.PodResponse.ContainerStatus;
import io.mackerel.agent.platform.kubernetes.PodResponse.Metadata;
import io.mackerel.agent.platform.kubernetes.PodResponse.OwnerReference;
import io.mackerel.agent.platform.kubernetes.PodResponse.Port;
import io.mackerel.agent.platform.kubernetes.PodResponse.Spec;
import io.mackerel.agent.platform.kubernetes.PodResponse.Status;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A pod under the names that Mackerel shows; unknown keys absent. Pure. */
final class PodCloudMetadata {
    private final Map<String, Object> values = new LinkedHashMap<>();

    private PodCloudMetadata() {}

    static Map<String, Object> of(PodResponse pod) {
        PodCloudMetadata metadata = new PodCloudMetadata();
        if (pod.metadata() != null) {
            metadata.add(pod.metadata());
        }
        if (pod.spec() != null) {
            metadata.add(pod.spec(), pod.status());
        }
        if (pod.status() != null) {
            metadata.add(pod.status());
        }
        return metadata.values;
    }

    private void add(Metadata metadata) {
        with("namespace", metadata.namespace())
                .with("name", metadata.name())
                .with("uid", metadata.uid())
                .with("resourceVersion", metadata.resourceVersion())
                .with("labels", metadata.labels())
                .with("ownerReferences", each(metadata.ownerReferences(), PodCloudMetadata::of));
    }

    private void add(Spec spec, @Nullable Status status) {
        with("hostNetwork", Boolean.TRUE.equals(spec.hostNetwork()))
                .with("nodeName", spec.nodeName())
                .with("containers", each(spec.lasting(), container -> of(container, status)));
    }

    private void add(Status status) {
        with("phase", status.phase())
                .with("hostIP", status.hostIP())
                .with("podIP", status.podIP())
                .with("conditions", each(status.conditions(), PodCloudMetadata::of))
                .with("startTime", status.startTime());
    }

    private static Map<String, Object> of(OwnerReference owner) {
        return new PodCloudMetadata()
                .with("kind", owner.kind())
                .with("name", owner.name())
                .with("uid", owner.uid())
                .values;
    }

    private static Map<String, Object> of(Container container, @Nullable Status pod) {
        ContainerStatus status = pod == null || container.name() == null ? null : pod.of(container.name());
        return new PodCloudMetadata()
                .with("name", container.name())
                .with("image", container.image())
                .with("command", container.command())
                .with("args", container.args())
                .with("resources", limits(container))
                .with("ports", each(container.ports(), PodCloudMetadata::of))
                .with("containerID", status == null ? null : status.containerID())
                .values;
    }

    private static Map<String, Object> limits(Container container) {
        return new PodCloudMetadata()
                .with(
                        "limits",
                        container.resources() == null
                                ? null
                                : container.resources().limits())
                .values;
    }

    /** The names are those that the field has always had in Mackerel, in lower case. */
    private static Map<String, Object> of(Port port) {
        return new PodCloudMetadata()
                .with("containerport", port.containerPort())
                .with("hostport", port.hostPort())
                .with("name", port.name())
                .with("protocol", port.protocol())
                .with("hostip", port.hostIP())
                .values;
    }

    private static Map<String, Object> of(Condition condition) {
        return new PodCloudMetadata().with("type", condition.type()).with("status", condition.status()).values;
    }

    private static <T> List<Map<String, Object>> each(List<T> elements, Function<T, Map<String, Object>> mapping) {
        return elements.stream().map(mapping).toList();
    }

    private PodCloudMetadata with(String name, @Nullable Object value) {
        boolean empty = value == null
                || value instanceof Collection<?> collection && collection.isEmpty()
                || value instanceof Map<?, ?> map && map.isEmpty();
        if (!empty) {
            values.put(name, value);
        }
        return this;
    }
}
