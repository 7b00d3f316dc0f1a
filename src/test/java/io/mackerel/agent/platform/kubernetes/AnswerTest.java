package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mackerel.agent.platform.kubernetes.Answer.Denied;
import io.mackerel.agent.platform.kubernetes.Answer.Given;
import io.mackerel.agent.platform.kubernetes.Answer.Unavailable;
import io.mackerel.agent.platform.kubernetes.PodResponse.Metadata;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers are while they come in, and what is made of them. */
class AnswerTest {
    static IntStream seeds() {
        return IntStream.rangeClosed(1, 20);
    }

    @Test
    void whatIsGivenIsRead() {
        assertThat(new Given<>("12").map(Integer::valueOf)).isEqualTo(new Given<>(12));
    }

    @Test
    void aDenialAndAnOutageStayWhatTheyAreAndNothingIsRead() {
        // Given
        Function<String, Integer> reading = _ -> {
            throw new AssertionError("read");
        };

        // When
        Answer<Integer> denied = new Denied<String>("answered 403").map(reading);
        Answer<Integer> unavailable = new Unavailable<String>("no answer").map(reading);

        // Then
        assertThat(denied).isEqualTo(new Denied<>("answered 403"));
        assertThat(unavailable).isEqualTo(new Unavailable<>("no answer"));
    }

    @Test
    void whatCannotBeReadIsAnOutage() {
        // When
        Answer<Integer> answer = new Given<>("x").map(_ -> {
            throw new UnusableAnswerException("broken JSON");
        });

        // Then
        assertThat(answer).isEqualTo(new Unavailable<>("broken JSON"));
    }

    @Test
    void aFaultOfTheAgentIsNotTakenForAnOutage() {
        assertThatIllegalStateException()
                .isThrownBy(() -> new Given<>("x").map(_ -> {
                    throw new IllegalStateException("a fault");
                }));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aWholeAnswerIsWhatCameInHoweverItWasCut(int seed) {
        // Given
        Random random = new Random(seed);
        byte[] sent = new byte[random.nextInt(1 << 10)];
        random.nextBytes(sent);
        WholeAnswer reader = new WholeAnswer(1 << 10);

        // When
        for (int at = 0; at < sent.length; ) {
            int length = Math.min(1 + random.nextInt(100), sent.length - at);
            byte[] buffer = Arrays.copyOfRange(sent, at, at + length + random.nextInt(3));
            reader.accept(buffer, length);
            at += length;
        }

        // Then
        assertThat(reader.end()).isEqualTo(sent);
    }

    @Test
    void anAnswerOfTheLargestSizeIsTaken() {
        // Given
        WholeAnswer reader = new WholeAnswer(2 << 10);

        // When
        reader.accept(new byte[1 << 10], 1 << 10);
        reader.accept(new byte[1 << 10], 1 << 10);

        // Then
        assertThat(reader.end()).hasSize(2 << 10);
    }

    @Test
    void aByteMoreIsTooMuch() {
        // Given
        WholeAnswer reader = new WholeAnswer(2 << 10);
        reader.accept(new byte[2 << 10], 2 << 10);

        // Then
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> reader.accept(new byte[8], 1))
                .withMessage("more than 2 KiB");
    }

    @Test
    void jsonIsBoundToARecord() {
        // When
        PodResponse pod = read("{\"metadata\": {\"name\": \"demo\"}, \"more\": 5}");

        // Then
        assertThat(pod.metadata()).extracting(Metadata::name).isEqualTo("demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "5", "\"text\"", "\"\"", "true", "[{}]"})
    void whatIsNoObjectIsUnusable(String json) {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> read(json))
                .withMessage("no JSON object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"metadata\": {\"name\": \"de",
                "{\"metadata\": }",
                "Unauthorized",
                "<html></html>",
                "{'metadata': 1}",
                "}"
            })
    void brokenJsonIsUnusableAndNotQuoted(String json) {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> read(json))
                .withMessage("broken JSON")
                .withNoCause();
    }

    @Test
    void jsonThatIsNestedWithoutEndIsUnusable() {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> read("{\"metadata\": " + "[".repeat(100_000)))
                .withMessage("broken JSON");
    }

    private static PodResponse read(String json) {
        return Json.read(Fixtures.MAPPER, Fixtures.bytes(json), PodResponse.class);
    }
}
