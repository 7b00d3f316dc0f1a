package io.mackerel.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LenientJsonTest {
    private final ObjectMapper mapper = new LenientJson().getContext(Answer.class);

    /** One field of each kind that an answer of a platform has. */
    private record Answer(
            @JsonDeserialize(using = CounterDeserializer.class)
            Long counter,

            Integer number,
            Double ratio,
            String text,
            Inner inner,
            List<Inner> list,
            Map<String, String> labels,
            Map<String, Inner> byName,
            String last) {}

    private record Inner(String name) {}

    @ParameterizedTest
    @CsvSource({"0, 0", "42, 42", "9223372036854775807, 9223372036854775807"})
    void aCounterThatJavaCanHoldIsRead(String json, long counter) throws Exception {
        // When
        Answer answer = read("counter", json);

        // Then
        assertThat(answer.counter()).isEqualTo(counter);
        assertThat(answer.last()).isEqualTo("read");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anOrdinaryNumberIsReadWithItsSign(int number) throws Exception {
        // When
        Answer answer = read("number", Integer.toString(number));

        // Then
        assertThat(answer.number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "18446744073709551615",
                "18446743709127774000",
                "340282366920938463463374607431768211456",
                "-1",
                "-9223372036854775809",
                "1.5",
                "1e30",
                "\"12\"",
                "\"\"",
                "null",
                "true",
                "{\"nested\": {\"deep\": [1, 2]}}",
                "[[1], 2]"
            })
    void anAbsurdCounterIsAbsentAndTheRestIsRead(String json) throws Exception {
        // When
        Answer answer = read("counter", json);

        // Then
        assertThat(answer.counter()).isNull();
        assertThat(answer.last()).isEqualTo("read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "number | \"many\"",
                "number | {\"a\": 1}",
                "number | [1, 2]",
                "number | 1.5",
                "number | 2147483648",
                "number | 18446744073709551615",
                "ratio  | \"much\"",
                "ratio  | {\"a\": [1]}",
                "text   | {\"a\": 1}",
                "text   | [\"a\", {\"b\": 1}]",
                "inner  | \"text\"",
                "inner  | \"\"",
                "inner  | 5",
                "inner  | 1.5",
                "inner  | true",
                "inner  | [{\"name\": \"a\"}]",
                "list   | \"text\"",
                "list   | \"\"",
                "list   | {\"a\": 1}",
                "list   | 5",
                "labels | \"text\"",
                "labels | [\"a\"]",
                "labels | 5",
                "byName | true"
            })
    void aFieldOfAnUnexpectedTypeIsAbsentAndTheRestIsRead(String field, String json) throws Exception {
        // When
        Answer answer = read(field, json);

        // Then
        assertThat(answer).isEqualTo(new Answer(null, null, null, null, null, null, null, null, "read"));
    }

    @Test
    void oneOddElementDoesNotCostTheOthers() throws Exception {
        // When
        Answer answer = read("list", "[{\"name\": \"a\"}, \"odd\", 5, [1], null, {\"name\": \"b\"}]");

        // Then
        assertThat(answer.list()).contains(new Inner("a"), new Inner("b"));
        assertThat(answer.last()).isEqualTo("read");
    }

    @Test
    void oneOddEntryDoesNotCostTheOthers() throws Exception {
        // When
        Answer answer = read("byName", "{\"a\": \"odd\", \"b\": {\"name\": \"b\"}, \"c\": [], \"d\": 5}");

        // Then
        assertThat(answer.byName()).containsEntry("b", new Inner("b")).containsEntry("a", null);
        assertThat(answer.last()).isEqualTo("read");
    }

    @Test
    void anUnknownFieldIsSkipped() throws Exception {
        // When
        Answer answer = read("addedLater", "{\"a\": [1, {\"b\": null}]}");

        // Then
        assertThat(answer.last()).isEqualTo("read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"last\": ", "<html>", "{\"counter\": 12x}", "{\"text\": \"a}"})
    void brokenJsonIsStillAnError(String json) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> mapper.readValue(json, Answer.class));
    }

    private Answer read(String field, String json) throws JsonProcessingException {
        return mapper.readValue("{\"" + field + "\": " + json + ", \"last\": \"read\"}", Answer.class);
    }
}
