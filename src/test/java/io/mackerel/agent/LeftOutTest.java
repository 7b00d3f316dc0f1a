package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Snapshot.Omission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeftOutTest {
    private static final String CATEGORY = "test.left-out";
    private static final Omission GONE = new Omission("web", "gone", true);

    private final java.util.logging.Logger category = java.util.logging.Logger.getLogger(CATEGORY);
    private final HandClock clock = new HandClock();
    private final Lines lines = new Lines();
    private final LeftOut leftOut = new LeftOut(Logger.getLogger(CATEGORY), clock::nanoTime);

    @BeforeEach
    void listen() {
        category.addHandler(lines);
        category.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        category.removeHandler(lines);
    }

    @Test
    void aContainerIsToldOfOnceWhileItStaysAway() {
        // When
        leftOut.of(List.of(GONE));
        leftOut.of(List.of(GONE));

        // Then
        assertThat(lines.texts).containsExactly("container left out of the collection: name=web reason=gone");
    }

    @Test
    void anotherReasonIsToldOf() {
        // When
        leftOut.of(List.of(GONE));
        leftOut.of(List.of(new Omission("web", "slow", true)));

        // Then
        assertThat(lines.texts)
                .containsExactly(
                        "container left out of the collection: name=web reason=gone",
                        "container left out of the collection: name=web reason=slow");
    }

    @Test
    void aContainerThatComesAndGoesIsToldOfEveryTenMinutes() {
        // When
        for (int minute = 0; minute < 20; minute++) {
            leftOut.of(minute % 2 == 0 ? List.of(GONE) : List.of());
            clock.advance(Duration.ofMinutes(1));
        }

        // Then
        assertThat(lines.texts).hasSize(2);
    }

    @Test
    void aContainerThatStaysAwayForHoursIsToldOfOnce() {
        // When
        for (int hour = 0; hour < 3; hour++) {
            leftOut.of(List.of(GONE));
            clock.advance(Duration.ofHours(1));
        }

        // Then
        assertThat(lines.texts).hasSize(1);
    }

    private static final class Lines extends Handler {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void publish(LogRecord line) {
            texts.add(new org.jboss.logmanager.formatters.PatternFormatter("%s").format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
