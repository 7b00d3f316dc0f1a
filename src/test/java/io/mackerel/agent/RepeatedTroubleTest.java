package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedTroubleTest {
    private static final String CATEGORY = "test.repeated-trouble";
    private static final PatternFormatter LEVEL_AND_MESSAGE = new PatternFormatter("%p %s");

    private final HandClock clock = new HandClock();
    private final List<String> lines = new ArrayList<>();
    private final RepeatedTrouble trouble = new RepeatedTrouble(Logger.getLogger(CATEGORY), "posting", clock::nanoTime);
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(LEVEL_AND_MESSAGE.format(entry));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        java.util.logging.Logger.getLogger(CATEGORY).setLevel(Level.INFO);
        java.util.logging.Logger.getLogger(CATEGORY).addHandler(recorder);
    }

    @AfterEach
    void stopListening() {
        java.util.logging.Logger.getLogger(CATEGORY).removeHandler(recorder);
    }

    @Test
    void anHourOfFailuresIsOneWarningAndOneReminderEveryTenMinutes() {
        // When
        for (int minute = 0; minute < 60; minute++) {
            trouble.occurred("unavailable", "500");
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(lines)
                .containsExactly(
                        "WARN posting failed: reason=500",
                        "WARN posting still fails: times=11 reason=500",
                        "WARN posting still fails: times=21 reason=500",
                        "WARN posting still fails: times=31 reason=500",
                        "WARN posting still fails: times=41 reason=500",
                        "WARN posting still fails: times=51 reason=500");
    }

    @Test
    void theEndIsToldOnceWithTheCount() {
        // Given
        trouble.occurred("unavailable", "500");
        trouble.occurred("unavailable", "500");

        // When
        trouble.over();
        trouble.over();

        // Then
        assertThat(lines).containsExactly("WARN posting failed: reason=500", "INFO posting works again: failures=2");
    }

    @Test
    void anotherKindOfFailureIsToldAtOnce() {
        // When
        trouble.occurred("unavailable", "500");
        trouble.occurred("refused", "403");
        trouble.occurred("refused", "403");

        // Then
        assertThat(lines).containsExactly("WARN posting failed: reason=500", "WARN posting failed: reason=403");
    }

    @Test
    void whatNeverFailedIsNotSaidToWorkAgain() {
        // When
        trouble.over();

        // Then
        assertThat(lines).isEmpty();
    }
}
