package io.mackerel.agent.platform.kubernetes;

import io.fabric8.kubernetes.api.model.Quantity;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.platform.kubernetes.PodResponse.Container;
import io.mackerel.agent.platform.kubernetes.PodResponse.ContainerStatus;
import io.mackerel.agent.platform.kubernetes.PodResponse.Resources;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a container of a pod may use at most. Pure. */
final class PodLimits {
    private static final String CPU = "cpu";
    private static final String MEMORY = "memory";
    private static final int LONGEST_QUANTITY = 32;
    /** No machine has as much: a pod's status, which sums up its containers, says so many bytes for "unlimited". */
    private static final double UNLIMITED = 0x1p62;

    private PodLimits() {}

    /**
     * The first of: what the container has now, what its specification says, what the pod as a whole has, the machine.
     * The pod's status counts only where its specification sets a limit: else it is a sum over the containers.
     */
    static Limits of(Container container, PodResponse pod, Limits machine) {
        Double cpu = limit(CPU, container, pod);
        Double memory = limit(MEMORY, container, pod);
        return new Limits(
                cpu == null ? machine.cpuPercent() : (Double) (cpu * 100),
                memory == null ? machine.memoryBytes() : (Long) (long) Math.ceil(memory));
    }

    private static @Nullable Double limit(String resource, Container container, PodResponse pod) {
        ContainerStatus status = pod.status() == null || container.name() == null
                ? null
                : pod.status().of(container.name());
        Resources ofPod = pod.spec() == null ? null : pod.spec().resources();
        boolean podIsLimited = amount(resource, ofPod).isPresent();
        return Stream.of(
                        amount(resource, status == null ? null : status.resources()),
                        amount(resource, container.resources()),
                        podIsLimited && pod.status() != null
                                ? amount(resource, pod.status().resources())
                                : OptionalDouble.empty(),
                        amount(resource, ofPod))
                .filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .findFirst()
                .orElse(null);
    }

    /** Cores or bytes, positive; empty for none, unlimited, and what is no quantity. */
    private static OptionalDouble amount(String resource, @Nullable Resources resources) {
        String text = resources == null || resources.limits() == null
                ? null
                : resources.limits().get(resource);
        if (text == null || text.isEmpty() || text.length() > LONGEST_QUANTITY) {
            return OptionalDouble.empty();
        }
        try {
            double amount = Quantity.parse(text).getNumericalAmount().doubleValue();
            return amount > 0 && amount < UNLIMITED ? OptionalDouble.of(amount) : OptionalDouble.empty();
        } catch (IllegalArgumentException | ArithmeticException noQuantity) {
            return OptionalDouble.empty();
        }
    }
}
