package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Limits;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PodLimitsTest {
    private static final long MEBIBYTE = 1024 * 1024;
    private static final Limits MACHINE = new Limits(400.0, 8192 * MEBIBYTE);
    private static final String NONE = "{}";

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @ParameterizedTest
    @CsvSource({
        "app, 20, 67108864",
        "sidecar, , 134217728",
    })
    void aRecordedPodIsLimitedByItsContainersAndItsSumDoesNotCount(String container, Double cpu, Long memory) {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Limits limits = limits(pod, container);

        // Then
        assertThat(limits).isEqualTo(new Limits(cpu == null ? MACHINE.cpuPercent() : cpu, memory));
    }

    @ParameterizedTest
    @CsvSource({"busy, 20, 67108864", "idle, 400, 8589934592"})
    void whereStatusesTellNoResourcesTheSpecificationCounts(String container, double cpu, long memory) {
        // Given
        PodResponse pod = Fixtures.pod("v1.20-two-containers-pod");

        // When
        Limits limits = limits(pod, container);

        // Then
        assertThat(limits).isEqualTo(new Limits(cpu, memory));
    }

    @Test
    void aResizedContainerIsLimitedByWhatItHasNowAndNotByWhatItShallHave() {
        // Given
        PodResponse pod = pod(quantities("500m", "64Mi"), quantities("1", "256Mi"), NONE, NONE);

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(new Limits(50.0, 64 * MEBIBYTE));
    }

    @Test
    void eachResourceFallsBackByItself() {
        // Given
        PodResponse pod = pod("{\"cpu\": \"500m\"}", "{\"cpu\": \"1\", \"memory\": \"256Mi\"}", NONE, NONE);

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(new Limits(50.0, 256 * MEBIBYTE));
    }

    @Test
    void theLimitOfThePodCountsForAContainerWithoutItsOwn() {
        // Given
        PodResponse pod = pod(NONE, "{\"cpu\": \"250m\"}", quantities("2", "1Gi"), NONE);

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(new Limits(25.0, 1024 * MEBIBYTE));
    }

    @Test
    void aResizedPodLimitsItsContainersByWhatItHasNow() {
        // Given
        PodResponse pod = pod(NONE, NONE, quantities("2", "1Gi"), quantities("1", "512Mi"));

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(new Limits(100.0, 512 * MEBIBYTE));
    }

    @Test
    void whatAPodsStatusAloneTellsIsASumOverItsContainersAndNoLimit() {
        // Given
        PodResponse pod = pod(NONE, NONE, NONE, quantities("200m", "56Mi"));

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(MACHINE);
    }

    @Test
    void theSumDoesNotCountForTheResourceThatThePodDoesNotLimit() {
        // Given
        PodResponse pod = pod(NONE, NONE, "{\"memory\": \"1Gi\"}", quantities("200m", "1Gi"));

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(new Limits(MACHINE.cpuPercent(), 1024 * MEBIBYTE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"spec\": {}, \"status\": {}}",
                "{\"spec\": {\"resources\": null}, \"status\": {\"resources\": {\"limits\": null}}}",
                "{\"spec\": {\"resources\": []}, \"status\": {\"containerStatuses\": [null, {}, {\"name\": \"app\"}]}}"
            })
    void withoutAnyLimitTheMachineIsTheLimit(String pod) {
        assertThat(limits(Fixtures.parsedPod(pod), "app")).isEqualTo(MACHINE);
    }

    @Test
    void aMachineThatIsNotKnownIsNoLimitEither() {
        // Given
        Limits unknown = new Limits(null, null);

        // When
        Limits limits = PodLimits.of(container("app", NONE), pod(NONE, NONE, NONE, NONE), unknown);

        // Then
        assertThat(limits).isEqualTo(unknown);
    }

    @Test
    void aContainerWithoutANameHasTheLimitsOfItsSpecification() {
        // Given
        PodResponse pod = Fixtures.parsedPod("{\"spec\": {\"containers\": [{\"resources\": {\"limits\": "
                + quantities("2", "1Gi") + "}}]}, \"status\": {}}");

        // When
        Limits limits = PodLimits.of(pod.spec().containers().getFirst(), pod, MACHINE);

        // Then
        assertThat(limits).isEqualTo(new Limits(200.0, 1024 * MEBIBYTE));
    }

    @ParameterizedTest
    @CsvSource({
        "200m, 20",
        "0.5, 50",
        "2, 200",
        "'1500m', 150",
        "1e3, 100000",
        "1E3, 100000",
        "100u, 0.01",
        "1k, 100000",
        "+1, 100",
        ".5, 50"
    })
    void coresAreReadFromAnyQuantity(String quantity, double percent) {
        assertThat(ofCpu(quantity).cpuPercent()).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        "64Mi, 67108864",
        "1G, 1000000000",
        "1Gi, 1073741824",
        "128974848, 128974848",
        "129e6, 129000000",
        "1E, 1000000000000000000",
        "1.5Ki, 1536",
        "100k, 100000"
    })
    void bytesAreReadFromAnyQuantity(String quantity, long bytes) {
        assertThat(ofMemory(quantity).memoryBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"500m, 1", "1m, 1", "1n, 1", "1500m, 2"})
    void aFractionOfAByteIsRoundedUpAsKubernetesDoes(String quantity, long bytes) {
        assertThat(ofMemory(quantity).memoryBytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740988Ki", "9007199254740991Ki", "8Ei", "9223372036854775807", "1e30"})
    void moreBytesThanThereCanBeMeanUnlimited(String quantity) {
        assertThat(ofMemory(quantity).memoryBytes()).isEqualTo(MACHINE.memoryBytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "0m",
                "",
                "abc",
                "Mi",
                "-1",
                "-5m",
                "1x",
                "1Mi5",
                "1e999999999",
                "1e-999999999",
                "1e99999999999",
                "1e308",
                "NaN",
                "Infinity",
                "0x10",
                " 1",
                "1 Mi",
                "1,5",
                "1e",
                "m",
                "--1",
                "1.2.3"
            })
    void whatIsNoAmountIsNoLimit(String quantity) {
        // When
        Limits cpu = ofCpu(quantity);
        Limits memory = ofMemory(quantity);

        // Then
        assertThat(cpu).isEqualTo(MACHINE);
        assertThat(memory).isEqualTo(MACHINE);
    }

    @ParameterizedTest
    @ValueSource(ints = {33, 1_000, 1_000_000})
    void aVeryLongTextIsNotReadAsAQuantity(int length) {
        assertThat(ofCpu("9".repeat(length))).isEqualTo(MACHINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "true"})
    void whatIsNoTextIsNoLimit(String json) {
        // Given
        PodResponse pod = pod(NONE, "{\"cpu\": " + json + ", \"memory\": " + json + "}", NONE, NONE);

        // When
        Limits limits = limits(pod, "app");

        // Then
        assertThat(limits).isEqualTo(MACHINE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTextHoweverOddCostsTheCollection(int seed) {
        // Given
        Random random = new Random(seed);
        String alphabet = "0123456789.+-eEmunkKMGTPi ,x";

        // When
        for (int i = 0; i < 2_000; i++) {
            StringBuilder quantity = new StringBuilder();
            int length = 1 + random.nextInt(12);
            random.ints(length, 0, alphabet.length()).forEach(at -> quantity.append(alphabet.charAt(at)));
            Limits cpu = ofCpu(quantity.toString());
            Limits memory = ofMemory(quantity.toString());

            // Then
            assertThat(cpu.cpuPercent()).as("%s", quantity).isPositive().isFinite();
            assertThat(memory.memoryBytes()).as("%s", quantity).isPositive();
        }
    }

    private static Limits ofCpu(String quantity) {
        return limits(pod(NONE, "{\"cpu\": \"" + quantity + "\"}", NONE, NONE), "app");
    }

    private static Limits ofMemory(String quantity) {
        return limits(pod(NONE, "{\"memory\": \"" + quantity + "\"}", NONE, NONE), "app");
    }

    private static Limits limits(PodResponse pod, String container) {
        return pod.spec() == null || pod.spec().containers().isEmpty()
                ? PodLimits.of(container(container, NONE), pod, MACHINE)
                : pod.spec().containers().stream()
                        .filter(each -> container.equals(each.name()))
                        .findFirst()
                        .map(each -> PodLimits.of(each, pod, MACHINE))
                        .orElseThrow();
    }

    private static String quantities(String cpu, String memory) {
        return "{\"cpu\": \"" + cpu + "\", \"memory\": \"" + memory + "\"}";
    }

    private static PodResponse.Container container(String name, String limits) {
        return Fixtures.parsedPod("{\"spec\": {\"containers\": [" + json(name, limits) + "]}}")
                .spec()
                .containers()
                .getFirst();
    }

    private static String json(String name, String limits) {
        return "{\"name\": \"" + name + "\", \"resources\": {\"limits\": " + limits + "}}";
    }

    /** A pod with one container {@code app}: limits of its status and specification, and those of the pod's. */
    private static PodResponse pod(String status, String spec, String podSpec, String podStatus) {
        return Fixtures.parsedPod("""
                {"spec": {"containers": [%s], "resources": {"limits": %s}},
                 "status": {"containerStatuses": [%s], "resources": {"limits": %s}}}
                """.formatted(json("app", spec), podSpec, json("app", status), podStatus));
    }
}
