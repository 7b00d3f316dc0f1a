package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.platform.kubernetes.Fixtures.HttpAnswer;
import io.mackerel.agent.platform.kubernetes.PodResponse.Container;
import io.mackerel.agent.platform.kubernetes.PodStatsResponse.ContainerStats;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer that was recorded from a kubelet and an API server is understood. */
class RecordedAnswersTest {
    static Stream<Arguments> podsOfLists() {
        Stream<Arguments> kubelet =
                Fixtures.situations("kubelet", "-pods.json").flatMap(each -> pods(Fixtures.kubelet(each + "-pods")));
        return Stream.concat(kubelet, pods(Fixtures.apiServer("v1.36-several-pods")));
    }

    static Stream<Arguments> podsOfSummaries() {
        Stream<Arguments> kubelet = Fixtures.situations("kubelet", "-stats.json")
                .flatMap(each -> listed(PodListing.STATS_SUMMARY, Fixtures.kubelet(each + "-stats")));
        HttpAnswer proxied = Fixtures.http("apiserver", "v1.36-200-node-proxy-stats-summary");
        return Stream.concat(kubelet, listed(PodListing.STATS_SUMMARY, proxied.body()));
    }

    static Stream<String> singlePods() {
        return Fixtures.situations("apiserver", "-pod.json");
    }

    static Stream<Arguments> refusals() {
        return Stream.of("kubelet", "apiserver")
                .flatMap(server -> Fixtures.situations(server + "/http", ".http")
                        .filter(each -> each.matches("v1\\.\\d+-4.*"))
                        .map(each -> Arguments.of(server, each)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("podsOfLists")
    void eachPodOfAListIsCutOutAndBound(PodReference pod, String answer) throws JsonProcessingException {
        // When
        byte[] cut = Fixtures.own(PodListing.PODS, answer, pod);

        // Then
        PodResponse bound = Json.read(Fixtures.MAPPER, cut, PodResponse.class);
        JsonNode sent = sent(PodListing.PODS, answer, pod);
        assertBound(bound, sent);
        assertThat(PodWorkload.uid(bound)).isEqualTo(pod.uid());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("podsOfSummaries")
    void eachPodOfASummaryIsCutOutAndBound(PodReference pod, String answer) throws JsonProcessingException {
        // When
        byte[] cut = Fixtures.own(PodListing.STATS_SUMMARY, answer, pod);

        // Then
        PodStatsResponse bound = Json.read(Fixtures.MAPPER, cut, PodStatsResponse.class);
        JsonNode sent = sent(PodListing.STATS_SUMMARY, answer, pod);
        assertThat(bound.containers())
                .isNotEmpty()
                .extracting(ContainerStats::name)
                .containsExactlyElementsOf(sent.path("containers").findValuesAsText("name"));
        assertThat(bound.containers()).allSatisfy(each -> {
            assertThat(each.startTime()).isNotBlank();
            assertThat(each.cpu().usageCoreNanoSeconds()).isPositive();
            assertThat(each.cpu().time()).isNotBlank();
            assertThat(each.memory().workingSetBytes()).isPositive();
            assertThat(each.memory().time()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("singlePods")
    void aPodOfTheApiServerIsBound(String situation) throws JsonProcessingException {
        // Given
        String answer = Fixtures.apiServer(situation + "-pod");

        // When
        PodResponse pod = Fixtures.parsedPod(answer);

        // Then
        assertBound(pod, new ObjectMapper().readTree(answer));
    }

    @Test
    void aPodWithoutSpecificationAndStatusIsBoundToo() {
        // Given
        HttpAnswer answer = Fixtures.http("apiserver", "v1.36-200-pod-partial-object-metadata");

        // When
        PodResponse pod = Fixtures.parsedPod(answer.body());

        // Then
        assertThat(PodWorkload.uid(pod)).isEqualTo("214c7860-541a-44f8-8cfc-224174f97986");
        assertThat(pod.spec()).isNull();
        assertThat(pod.status()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes-pods", "nodes-stats", "pod-get"})
    void anAccessReviewSaysYes(String right) {
        assertThat(review(Fixtures.apiServer("v1.36-access-review-" + right + "-allowed"))
                        .isAllowed())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes-proxy", "nodes-stats", "pod-list"})
    void anAccessReviewSaysNo(String right) {
        assertThat(review(Fixtures.apiServer("v1.36-access-review-" + right + "-denied"))
                        .isAllowed())
                .isFalse();
    }

    @Test
    void theRightToTheNodeProxyDoesNotImplyTheOneToStatistics() {
        assertThat(review(Fixtures.apiServer("v1.36-access-review-nodes-stats-denied-with-nodes-proxy"))
                        .isAllowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nodes-proxy-denied", "nodes-stats-allowed", "pod-get-allowed"})
    void anOlderServerReviewsAlike(String situation) {
        // Given
        HttpAnswer answer = Fixtures.http("apiserver", "v1.20-201-access-review-" + situation);

        // When
        AccessReviewResponse review = review(answer.body());

        // Then
        assertThat(review.isAllowed()).isEqualTo(situation.endsWith("allowed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"status\": null}", "{\"status\": {}}", "{\"status\": {\"allowed\": null}}"})
    void anAccessReviewWithoutAVerdictIsNoVerdict(String answer) {
        // Given
        AccessReviewResponse review = review(answer);

        // Then
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(review::isAllowed)
                .withMessage("an access review without a verdict");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsNeitherAListNorASummaryNorAVerdict(String server, String situation) {
        // Given
        HttpAnswer answer = Fixtures.http(server, situation);
        PodReference any = new PodReference("team-a", "demo", null);

        // Then
        assertThat(answer.status()).isEqualTo(Integer.parseInt(situation.split("-", 3)[1]));
        for (PodListing listing : PodListing.values()) {
            assertThatExceptionOfType(UnusableAnswerException.class)
                    .isThrownBy(() -> Fixtures.own(listing, answer.body(), any));
        }
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> review(answer.body()).isAllowed());
    }

    private static Stream<Arguments> pods(String answer) {
        return listed(PodListing.PODS, answer);
    }

    private static Stream<Arguments> listed(PodListing listing, String answer) {
        return Fixtures.references(listing, answer).stream().map(pod -> Arguments.of(pod, answer));
    }

    private static JsonNode sent(PodListing listing, String answer, PodReference pod) throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(answer)
                .path(listing.list())
                .valueStream()
                .filter(each ->
                        each.path(listing.reference()).path("uid").asText().equals(pod.uid()))
                .findFirst()
                .orElseThrow();
    }

    private static void assertBound(PodResponse bound, JsonNode sent) {
        assertThat(bound.metadata().name())
                .isEqualTo(sent.path("metadata").path("name").asText());
        assertThat(bound.metadata().namespace())
                .isEqualTo(sent.path("metadata").path("namespace").asText());
        assertThat(bound.spec().containers())
                .isNotEmpty()
                .extracting(Container::name)
                .containsExactlyElementsOf(names(sent.path("spec").path("containers")));
        assertThat(bound.status().phase())
                .isEqualTo(sent.path("status").path("phase").asText());
        assertThat(bound.spec().containers())
                .allSatisfy(each ->
                        assertThat(bound.status().of(each.name()).containerID()).startsWith("containerd://"));
    }

    private static List<String> names(JsonNode elements) {
        return elements.valueStream().map(each -> each.path("name").asText()).toList();
    }

    private static AccessReviewResponse review(String json) {
        return Json.read(Fixtures.MAPPER, Fixtures.bytes(json), AccessReviewResponse.class);
    }
}
