package io.mackerel.agent.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandardErrorLogTest {
    private static final String CATEGORY = "test.standard-error";

    private final LogLines log = new LogLines(CATEGORY);
    private long now;
    private final StandardErrorLog standardError = new StandardErrorLog(
            Logger.getLogger(CATEGORY), "metric plugin web", () -> now, text -> text.replace("s3cret-value", "****"));

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void aTextIsAShortLineWithoutSecrets() {
        // When
        standardError.printed("cannot log in\nwith s3cret-value\n" + "x".repeat(10_000));

        // Then
        assertThat(log.lines())
                .singleElement()
                .asString()
                .startsWith("metric plugin web printed to standard error: cannot log in with **** xxx")
                .hasSizeLessThan(300);
    }

    @Test
    void nothingIsNotLogged() {
        // When
        standardError.printed(" \n");

        // Then
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void textsThatDifferInTheirNumbersOnlyAreLoggedEveryTenMinutes() {
        // When
        for (int minute = 0; minute < 20; minute++) {
            standardError.printed("took " + minute + " s");
            now += Duration.ofMinutes(1).toNanos();
        }

        // Then
        assertThat(log.lines())
                .containsExactly(
                        "metric plugin web printed to standard error: took 0 s",
                        "metric plugin web printed to standard error: took 10 s");
    }

    @Test
    void noMoreThanFiftyTextsAreLoggedInTenMinutes() {
        // When
        for (char each = 'a'; each < 'a' + 1_000; each++) {
            standardError.printed("failed: " + each);
        }

        // Then
        assertThat(log.lines()).hasSize(StandardErrorLog.MOST_SHAPES);
    }
}
