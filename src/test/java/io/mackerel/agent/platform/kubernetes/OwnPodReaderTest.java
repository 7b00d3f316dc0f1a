package io.mackerel.agent.platform.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnPodReaderTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PodReference OWN = new PodReference("team-a", "demo", null);
    private static final String TWO_PODS = """
            {"node": {"nodeName": "n1", "pods": [1]},
             "pods": [
              {"podRef": {"name": "other", "namespace": "team-a", "uid": "u1"}, "containers": []},
              {"podRef": {"name": "demo", "namespace": "team-a", "uid": "u2"}, "containers": [{"name": "app"}]}
             ]}
            """;

    @Test
    void theOwnPodIsCutOut() throws IOException {
        // When
        JsonNode pod = read(PodListing.STATS_SUMMARY, OWN, TWO_PODS);

        // Then
        assertThat(pod.at("/podRef/uid").asText()).isEqualTo("u2");
        assertThat(pod.at("/containers/0/name").asText()).isEqualTo("app");
    }

    @ParameterizedTest
    @CsvSource({"team-b, demo,", "team-a, dem,", "team-a, demo, u1", "team-a, other, u2"})
    void anotherPodIsNeverTakenForIt(String namespace, String name, String uid) {
        // When
        byte[] pod = bytes(PodListing.STATS_SUMMARY, new PodReference(namespace, name, uid), TWO_PODS);

        // Then
        assertThat(pod).isEmpty();
    }

    @Test
    void theUidTellsAPodFromOneOfTheSameNameThatCameBefore() throws IOException {
        // Given
        String both = """
                {"pods": [{"podRef": {"name": "demo", "namespace": "team-a", "uid": "old"}},
                          {"podRef": {"name": "demo", "namespace": "team-a", "uid": "new"}}]}
                """;

        // When
        JsonNode pod = read(PodListing.STATS_SUMMARY, new PodReference("team-a", "demo", "new"), both);

        // Then
        assertThat(pod.at("/podRef/uid").asText()).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void howTheAnswerIsCutIntoPiecesDoesNotMatter(int size) throws IOException {
        // Given
        String answer = TWO_PODS.replace("other", "oth\\\"er\\\\").replace("app", "a\\\"}]pp");
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);

        // When
        accept(reader, answer.getBytes(UTF_8), size);

        // Then
        assertThat(MAPPER.readTree(reader.end()).at("/containers/0/name").asText())
                .isEqualTo("a\"}]pp");
    }

    @Test
    void theReferenceMayStandAnywhereInThePod() throws IOException {
        // Given
        String answer = """
                {"items": [{"spec": {"name": "demo"}, "metadata": {"labels": {"name": "x"}, "uid": "u", "namespace":
                 "team-a", "name": "demo"}}], "kind": "PodList"}
                """;

        // When
        JsonNode pod = read(PodListing.PODS, OWN, answer);

        // Then
        assertThat(pod.at("/metadata/uid").asText()).isEqualTo("u");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pods\": []}",
                "{\"pods\": [{}, {\"podRef\": null}, {\"podRef\": 5}, {\"podRef\": {\"name\": 1}}, 7, null, []]}",
                "{\"pods\": [[{\"podRef\": {\"name\": \"demo\", \"namespace\": \"team-a\"}}]]}",
                "{\"x\": {\"pods\": [{\"podRef\": {\"name\": \"demo\", \"namespace\": \"team-a\"}}]}, \"pods\": []}",
                "{\"podx\": [{\"podRef\": {\"name\": \"demo\", \"namespace\": \"team-a\"}}], \"pods\": []}",
                "{\"pod\": [{\"podRef\": {\"name\": \"demo\", \"namespace\": \"team-a\"}}], \"pods\": []}",
            })
    void whereTheOwnPodIsNotNothingIsFound(String answer) {
        // When
        byte[] pod = bytes(PodListing.STATS_SUMMARY, OWN, answer);

        // Then
        assertThat(pod).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                           | an empty answer",
                "<html>busy</html>                          | no JSON object",
                "\"not ready\"                              | no JSON object",
                "[{\"pods\": []}]                           | no JSON object",
                "{\"pods\": []} {\"pods\": []}              | no JSON object",
                "{\"pods\": []} x                           | no JSON object",
                "}                                          | no JSON object",
                "{}                                         | the JSON has no list \"pods\"",
                "{\"pods\": {}}                             | the JSON has no list \"pods\"",
                "{\"items\": []}                            | the JSON has no list \"pods\"",
                "{\"pods\": [{\"podRef\": {\"name\": \"de   | cut off after",
                "{\"pods\": [{\"podRef\": {\"name\": dem}}]} | broken JSON before byte",
            })
    void anAnswerThatIsNoUseIsToldInAFewWords(String answer, String complaint) {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> bytes(PodListing.STATS_SUMMARY, OWN, answer == null ? "" : answer))
                .withMessageStartingWith(complaint);
    }

    @Test
    void whatIsCutOffAfterTheOwnPodDoesNotSpoilIt() throws IOException {
        // Given
        String cut = TWO_PODS.substring(0, TWO_PODS.lastIndexOf(']') - 1);

        // When
        JsonNode pod = read(PodListing.STATS_SUMMARY, OWN, cut);

        // Then
        assertThat(pod.at("/podRef/uid").asText()).isEqualTo("u2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerWithoutEndIsGivenUp(boolean ownComesFirst) {
        // Given
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);
        String own = "{\"podRef\": {\"name\": \"demo\", \"namespace\": \"team-a\"}},";
        accept(reader, ("{\"pods\": [" + (ownComesFirst ? own : "")).getBytes(UTF_8), 65536);
        byte[] piece = "{\"podRef\": {\"name\": \"other\", \"namespace\": \"team-a\"}},"
                .repeat(1000)
                .getBytes(UTF_8);

        // When, Then
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> IntStream.range(0, 1000).forEach(i -> reader.accept(piece, piece.length)))
                .withMessage("more than 16 MiB");
    }

    @Test
    void aPodWithoutEndIsGivenUpBeforeItFillsTheMemory() {
        // Given
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);
        accept(reader, "{\"pods\": [{\"x\": \"".getBytes(UTF_8), 65536);
        byte[] piece = "x".repeat(100_000).getBytes(UTF_8);

        // When, Then
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> IntStream.range(0, 100).forEach(i -> reader.accept(piece, piece.length)))
                .withMessage("a pod of more than 2 MiB");
    }

    @Test
    void nestingWithoutEndIsOnlyCounted() {
        // Given
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);
        String deep = "{\"deep\": " + "[".repeat(1_000_000) + "]".repeat(1_000_000) + ", \"pods\": []}";

        // When
        accept(reader, deep.getBytes(UTF_8), 65536);

        // Then
        assertThat(reader.end()).isEmpty();
    }

    static IntStream seeds() {
        return IntStream.range(0, 200);
    }

    /** The scanner finds what a parser of the whole answer finds. */
    @ParameterizedTest
    @MethodSource("seeds")
    void itAgreesWithAParserOfTheWhole(int seed) throws IOException {
        // Given
        Random random = new Random(seed);
        ObjectNode answer = MAPPER.createObjectNode();
        answer.set("node", anything(random, 3));
        ArrayNode pods = answer.putArray("pods");
        int own = random.nextInt(5);
        for (int i = 0; i < 5; i++) {
            ObjectNode pod = pods.addObject();
            pod.set(text(random), anything(random, 3));
            pod.putObject("podRef")
                    .put("name", i == own ? "demo" : text(random))
                    .put("namespace", "team-a");
            pod.set("containers", anything(random, 3));
        }
        byte[] json = random.nextBoolean()
                ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer)
                : MAPPER.writeValueAsBytes(answer);
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);

        // When
        accept(reader, json, 1 + random.nextInt(100));

        // Then
        assertThat(MAPPER.readTree(reader.end())).isEqualTo(pods.get(own));
    }

    /** Broken input is refused or read, but nothing else is ever thrown. */
    @ParameterizedTest
    @MethodSource("seeds")
    void brokenInputIsAKnownTrouble(int seed) {
        // Given
        Random random = new Random(seed);
        byte[] json = TWO_PODS.getBytes(UTF_8);
        for (int i = 0; i <= random.nextInt(5); i++) {
            json[random.nextInt(json.length)] = (byte) "{}[]\",:\\x\0\u00ff".charAt(random.nextInt(11));
        }
        OwnPodReader reader = reader(PodListing.STATS_SUMMARY, OWN);

        // When
        byte[] pod;
        try {
            accept(reader, json, 1 + random.nextInt(100));
            pod = reader.end();
        } catch (UnusableAnswerException refused) {
            pod = new byte[0];
        }

        // Then
        assertThat(pod.length).isLessThan(json.length);
    }

    private static JsonNode anything(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> MAPPER.getNodeFactory().textNode(text(random));
            case 1 -> MAPPER.getNodeFactory().numberNode(random.nextLong());
            case 2 -> MAPPER.getNodeFactory().booleanNode(random.nextBoolean());
            case 3 -> MAPPER.getNodeFactory().nullNode();
            case 4 -> {
                ObjectNode object = MAPPER.createObjectNode();
                IntStream.range(0, random.nextInt(4))
                        .forEach(i -> object.set(text(random), anything(random, depth - 1)));
                yield object;
            }
            default -> {
                ArrayNode array = MAPPER.createArrayNode();
                IntStream.range(0, random.nextInt(4)).forEach(i -> array.add(anything(random, depth - 1)));
                yield array;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, random.nextInt(8))
                .forEach(i -> text.append("pods{}[]\"\\:, \u00e9\u65e5\n".charAt(random.nextInt(15))));
        return text.toString();
    }

    private static JsonNode read(PodListing listing, PodReference own, String answer) throws IOException {
        return MAPPER.readTree(bytes(listing, own, answer));
    }

    private static byte[] bytes(PodListing listing, PodReference own, String answer) {
        OwnPodReader reader = reader(listing, own);
        accept(reader, answer.getBytes(UTF_8), 65536);
        return reader.end();
    }

    private static OwnPodReader reader(PodListing listing, PodReference own) {
        return new OwnPodReader(new JsonFactory(), listing, own);
    }

    private static void accept(OwnPodReader reader, byte[] answer, int size) {
        for (int from = 0; from < answer.length; from += size) {
            byte[] piece = Arrays.copyOfRange(answer, from, Math.min(answer.length, from + size) + 3);
            reader.accept(piece, Math.min(answer.length - from, size));
        }
    }
}
