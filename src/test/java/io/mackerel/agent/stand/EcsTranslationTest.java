package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EcsTranslationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final EcsTask TASK = EcsTask.unlimited(Map.of("app", "id-of-app"));
    private static final Cgroup.Reading NO_MATTER = new Cgroup.Reading(Instant.EPOCH, 0, 0, 0);

    @ParameterizedTest
    @CsvSource({
        "inspect-default-network, bridge, 172.17.0.2",
        "inspect-default-network-28, bridge, 172.17.0.2",
        "inspect-host-network, host, ''",
        "inspect-own-network-cpu-and-memory-limit, testnet, 172.18.0.3"
    })
    void theNetworkModeIsTheNameOfDockersNetwork(String inspected, String mode, String address) throws IOException {
        // When
        var container = container(MetadataVersion.V4, fixture(inspected));

        // Then
        assertThat(container.path("Networks").toString())
                .isEqualTo("[{\"NetworkMode\":\"%s\",\"IPv4Addresses\":[\"%s\"]}]".formatted(mode, address));
    }

    @Test
    void theLimitsOfAContainerAreCpuSharesOfAtLeastTwoAndMebibytes() throws IOException {
        // Given
        var inspected = fixture("inspect-own-network-cpu-and-memory-limit");

        // When
        var limits = container(MetadataVersion.V3, inspected).path("Limits");

        // Then
        assertThat(limits.toString()).isEqualTo("{\"CPU\":2,\"Memory\":128}");
    }

    @Test
    void cpuSharesThatDockerWasGivenAreKept() throws IOException {
        // Given
        var inspected = fixture("inspect-default-network");
        ((ObjectNode) inspected.path("HostConfig")).put("CpuShares", 256);

        // When
        var limits = container(MetadataVersion.V3, inspected).path("Limits");

        // Then
        assertThat(limits.path("CPU").intValue()).isEqualTo(256);
    }

    @Test
    void theLimitsOfATaskAreVirtualCpusAndMebibytes() throws IOException {
        // Given
        var task = EcsTask.limited(0.25, 512, Map.of("app", "id-of-app"));

        // When
        var body = new EcsTranslation(task, MetadataVersion.V4).task(Map.of("app", fixture("inspect-host-network")));

        // Then
        assertThat(body.orElseThrow().path("Limits").toString()).isEqualTo("{\"CPU\":0.25,\"Memory\":512}");
    }

    @Test
    void aTaskWithoutLimitsHasNone() throws IOException {
        // When
        var body = new EcsTranslation(TASK, MetadataVersion.V4).task(Map.of("app", fixture("inspect-host-network")));

        // Then
        assertThat(body.orElseThrow().has("Limits")).isFalse();
    }

    @Test
    void aRunningContainerIsDescribedAsDockerDoes() throws IOException {
        // When
        var container = container(MetadataVersion.V3, fixture("inspect-own-network-cpu-and-memory-limit"));

        // Then
        assertThat(container.path("DockerId").textValue())
                .startsWith("6221bfd40d42")
                .hasSize(64);
        assertThat(container.path("Name").textValue()).isEqualTo("app");
        assertThat(container.path("DockerName").textValue()).isEqualTo("load");
        assertThat(container.path("Image").textValue()).isEqualTo("tiny:1");
        assertThat(container.path("ImageID").textValue()).startsWith("sha256:f12a6384");
        assertThat(container.path("KnownStatus").textValue()).isEqualTo("RUNNING");
        assertThat(container.path("StartedAt").textValue()).isEqualTo("2026-11-22T13:39:43.036664153Z");
        assertThat(container.path("Type").textValue()).isEqualTo("NORMAL");
        assertThat(container.has("FinishedAt")).as("finished").isFalse();
        assertThat(container.has("ExitCode")).as("exit code").isFalse();
    }

    @Test
    void versionFourAddsToVersionThree() throws IOException {
        // Given
        var inspected = Map.of("app", fixture("inspect-default-network"));

        // When
        var three = new EcsTranslation(TASK, MetadataVersion.V3).task(inspected).orElseThrow();
        var four = new EcsTranslation(TASK, MetadataVersion.V4).task(inspected).orElseThrow();

        // Then
        assertThat(names(three)).doesNotContain("LaunchType", "VPCID", "FaultInjectionEnabled");
        assertThat(names(four))
                .contains("LaunchType", "VPCID", "FaultInjectionEnabled")
                .containsAll(names(three));
        assertThat(names(three.at("/Containers/0"))).doesNotContain("ContainerARN", "LogDriver");
        assertThat(names(four.at("/Containers/0"))).contains("ContainerARN", "LogDriver");
    }

    @Test
    void aContainerThatHasNotStartedIsAnErrorBeforeVersionFour() throws IOException {
        // When
        var body = new EcsTranslation(TASK, MetadataVersion.V3).task(Map.of("app", notStarted()));

        // Then
        assertThat(body).isEmpty();
    }

    @Test
    void aContainerThatHasNotStartedHasNoNetworkInVersionFour() throws IOException {
        // When
        var body = new EcsTranslation(TASK, MetadataVersion.V4)
                .task(Map.of("app", notStarted()))
                .orElseThrow();

        // Then
        assertThat(body.path("KnownStatus").textValue()).isEqualTo("CREATED");
        assertThat(names(body.at("/Containers/0"))).doesNotContain("Networks", "StartedAt");
    }

    @ParameterizedTest
    @CsvSource({"V3, null", "V4, {}"})
    void aContainerWithoutStatsIsNullOrEmpty(MetadataVersion version, String expected) {
        // When
        var stats = new EcsTranslation(TASK, version).stats(Map.of());

        // Then
        assertThat(stats.toString()).isEqualTo("{\"id-of-app\":" + expected + "}");
    }

    @Test
    void versionThreePassesOnTheStatsOfDocker() throws IOException {
        // Given
        var docker = fixture("stats-own-network-cgroup1");

        // When
        var stats = stats(MetadataVersion.V3, new StatsSample(docker, MissingNode.getInstance(), NO_MATTER));

        // Then
        assertThat(stats).isEqualTo(docker);
    }

    @ParameterizedTest
    @EnumSource(MetadataVersion.class)
    void onTheHostNetworkThereAreNoNetworkStats(MetadataVersion version) throws IOException {
        // Given
        var docker = fixture("stats-host-network-cgroup2");

        // When
        var stats = stats(version, new StatsSample(docker, docker, NO_MATTER));

        // Then
        assertThat(stats).isEqualTo(docker);
    }

    @ParameterizedTest
    @EnumSource(MetadataVersion.class)
    void theStatsOfAStoppedContainerArePassedOn(MetadataVersion version) throws IOException {
        // Given
        var docker = fixture("stats-stopped");

        // When
        var stats = stats(version, new StatsSample(docker, MissingNode.getInstance(), NO_MATTER));

        // Then
        assertThat(stats).isEqualTo(docker);
    }

    @Test
    void versionFourAddsTheRatesOfTheNetworkBetweenTwoReadings() throws IOException {
        // Given
        var before = fixture("stats-own-network-cgroup1");
        var now = (ObjectNode) before.deepCopy();
        now.put("read", "2026-11-22T13:39:54.278142923Z");
        ((ObjectNode) now.at("/networks/eth0")).put("rx_bytes", 29210 + 500).put("tx_bytes", 23806 + 4);

        // When
        var rates = stats(MetadataVersion.V4, new StatsSample(now, before, NO_MATTER))
                .path("network_rate_stats");

        // Then
        assertThat(rates.path("rx_bytes_per_sec").doubleValue()).isCloseTo(250, within(1e-6));
        assertThat(rates.path("tx_bytes_per_sec").doubleValue()).isCloseTo(2, within(1e-6));
    }

    private static JsonNode container(MetadataVersion version, JsonNode inspected) {
        return new EcsTranslation(TASK, version)
                .task(Map.of("app", inspected))
                .orElseThrow()
                .at("/Containers/0");
    }

    private static JsonNode stats(MetadataVersion version, StatsSample sample) {
        return new EcsTranslation(TASK, version).stats(Map.of("app", sample)).path("id-of-app");
    }

    private static Iterable<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static JsonNode notStarted() throws IOException {
        var inspected = fixture("inspect-default-network");
        ((ObjectNode) inspected.path("State")).put("Status", "created").put("StartedAt", "0001-01-01T00:00:00Z");
        return inspected;
    }

    private static JsonNode fixture(String name) throws IOException {
        try (var file = EcsTranslationTest.class.getResourceAsStream("/fixtures/docker/" + name + ".json")) {
            return JSON.readTree(file);
        }
    }
}
