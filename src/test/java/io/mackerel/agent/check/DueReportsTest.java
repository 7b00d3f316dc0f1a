package io.mackerel.agent.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueReportsTest {
    private final DueReports due = new DueReports();

    @Test
    void theFirstReportIsDue() {
        // When
        boolean isDue = due.isDue(report("web", CheckStatus.OK));

        // Then
        assertThat(isDue).isTrue();
    }

    @Test
    void anOkAfterAnOkIsNotDue() {
        // Given
        due.isDue(report("web", CheckStatus.OK));

        // When
        boolean isDue = due.isDue(report("web", CheckStatus.OK));

        // Then
        assertThat(isDue).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "OK", mode = EnumSource.Mode.EXCLUDE)
    void whatIsNotOkIsDueEachTimeAndSoIsTheOkAfterIt(CheckStatus status) {
        // Given
        List<CheckStatus> statuses = List.of(CheckStatus.OK, status, status, CheckStatus.OK, CheckStatus.OK);

        // When
        List<Boolean> isDue =
                statuses.stream().map(each -> due.isDue(report("web", each))).toList();

        // Then
        assertThat(isDue).containsExactly(true, true, true, true, false);
    }

    @Test
    void checksDoNotConcernEachOther() {
        // Given
        due.isDue(report("web", CheckStatus.OK));

        // When
        boolean isDue = due.isDue(report("db", CheckStatus.OK));

        // Then
        assertThat(isDue).isTrue();
    }

    @Test
    void aNewHostIsToldEverything() {
        // Given
        due.isDue(report("web", CheckStatus.OK));

        // When
        due.forgetAll();

        // Then
        assertThat(due.isDue(report("web", CheckStatus.OK))).isTrue();
    }

    @Test
    void aCheckThatWasAwayBeginsAnew() {
        // Given
        due.isDue(report("web", CheckStatus.OK));
        due.isDue(report("db", CheckStatus.OK));

        // When
        due.forgetAllBut(List.of("db"));

        // Then
        assertThat(due.isDue(report("web", CheckStatus.OK))).isTrue();
        assertThat(due.isDue(report("db", CheckStatus.OK))).isFalse();
    }

    private static CheckReport report(String name, CheckStatus status) {
        return new CheckReport(name, status, "", 1, null, null);
    }
}
