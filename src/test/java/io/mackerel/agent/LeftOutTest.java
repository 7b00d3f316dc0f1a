package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Snapshot.Omission;
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
    private final Lines lines = new Lines();
    private final LeftOut leftOut = new LeftOut(Logger.getLogger(CATEGORY));

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
    void anotherReasonOrAnotherAbsenceIsToldOf() {
        // When
        leftOut.of(List.of(GONE));
        leftOut.of(List.of(new Omission("web", "slow", true)));
        leftOut.of(List.of());
        leftOut.of(List.of(GONE));

        // Then
        assertThat(lines.texts)
                .containsExactly(
                        "container left out of the collection: name=web reason=gone",
                        "container left out of the collection: name=web reason=slow",
                        "container left out of the collection: name=web reason=gone");
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
