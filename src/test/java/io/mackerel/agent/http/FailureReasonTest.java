package io.mackerel.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureReasonTest {
    @Test
    void theFirstCauseSaysWhatHappened() {
        // Given
        Throwable failure = new IllegalStateException(
                "java.net.ConnectException", new RuntimeException(new ConnectException("Connection refused")));

        // When
        String reason = FailureReason.of(failure);

        // Then
        assertThat(reason).isEqualTo("Connection refused");
    }

    @Test
    void aMessageOfManyLinesIsCutToTheFirst() {
        // Given
        Throwable failure = new IllegalStateException("\n Unexpected end-of-input\n at [Source: (String)\"{\"]");

        // When
        String reason = FailureReason.of(failure);

        // Then
        assertThat(reason).isEqualTo("Unexpected end-of-input");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " \n "})
    void withoutAMessageTheKindOfFailureSpeaks(String message) {
        // When
        String reason = FailureReason.of(new RuntimeException("outer", new TimeoutException(message)));

        // Then
        assertThat(reason).isEqualTo("TimeoutException");
    }
}
