package io.mackerel.agent.platform.kubernetes;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The part of a pod (core/v1) that counts here, from the API server or a kubelet. Every field may be missing. */
@RegisterForReflection
record PodResponse(
        @Nullable Metadata metadata,
        @Nullable Spec spec,
        @Nullable Status status) {

    /** JSON may bring null for a list and for its elements, whatever the type says. */
    private static <T> List<T> present(List<T> elements) {
        return elements == null
                ? List.of()
                : elements.stream().filter(Objects::nonNull).toList();
    }

    record Metadata(
            @Nullable String name,
            @Nullable String namespace,
            @Nullable String uid,
            @Nullable String resourceVersion,
            @Nullable Map<String, @Nullable String> labels,
            @Nullable Map<String, @Nullable String> annotations,
            List<OwnerReference> ownerReferences) {
        Metadata {
            ownerReferences = present(ownerReferences);
        }
    }

    record OwnerReference(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String uid) {}

    /**
     * @param resources of the pod as a whole, since Kubernetes 1.32
     */
    record Spec(
            @Nullable Boolean hostNetwork,
            @Nullable String nodeName,
            @Nullable Resources resources,
            List<Container> containers,
            List<Container> initContainers) {
        private static final String ALWAYS = "Always";

        Spec {
            containers = present(containers);
            initContainers = present(initContainers);
        }

        /** Those that run as long as the pod: its containers, and init containers that are native sidecars. */
        List<Container> lasting() {
            return Stream.concat(
                            containers.stream(),
                            initContainers.stream().filter(each -> ALWAYS.equals(each.restartPolicy())))
                    .filter(each -> each.name() != null && !each.name().isEmpty())
                    .toList();
        }
    }

    record Container(
            @Nullable String name,
            @Nullable String image,
            List<String> command,
            List<String> args,
            @Nullable Resources resources,
            List<Port> ports,
            @Nullable String restartPolicy) {
        Container {
            command = present(command);
            args = present(args);
            ports = present(ports);
        }
    }

    /** @param limits quantities such as {@code 200m} and {@code 64Mi} by resource */
    record Resources(@Nullable Map<String, @Nullable String> limits) {}

    record Port(
            @Nullable Integer containerPort,
            @Nullable Integer hostPort,
            @Nullable String name,
            @Nullable String protocol,
            @Nullable String hostIP) {}

    /**
     * @param resources what the pod as a whole has; told also of pods without limits of their own, as a sum
     */
    record Status(
            @Nullable String phase,
            @Nullable String hostIP,
            @Nullable String podIP,
            @Nullable String startTime,
            @Nullable Resources resources,
            List<Condition> conditions,
            List<ContainerStatus> containerStatuses,
            List<ContainerStatus> initContainerStatuses) {
        Status {
            conditions = present(conditions);
            containerStatuses = present(containerStatuses);
            initContainerStatuses = present(initContainerStatuses);
        }

        @Nullable
        ContainerStatus of(String containerName) {
            return Stream.concat(containerStatuses.stream(), initContainerStatuses.stream())
                    .filter(each -> containerName.equals(each.name()))
                    .findFirst()
                    .orElse(null);
        }
    }

    record Condition(@Nullable String type, @Nullable String status) {}

    /**
     * @param resources what the container has now, since Kubernetes 1.27
     */
    record ContainerStatus(
            @Nullable String name,
            @Nullable String containerID,
            @Nullable Resources resources,
            @Nullable State state) {
        boolean isRunning() {
            return state != null && state.running() != null;
        }
    }

    record State(@Nullable Running running, @Nullable Terminated terminated) {}

    record Running(@Nullable String startedAt) {}

    record Terminated(@Nullable String finishedAt) {}
}
