package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiagnosisTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final List<Finding> reported = new ArrayList<>();
    private final Diagnosis diagnosis = new Diagnosis(System::nanoTime, text -> text.replace("swordfish", "****"));

    @Test
    void findingsComeInTheOrderOfTheSteps() throws InterruptedException {
        // Given
        CountDownLatch second = new CountDownLatch(1);
        Step slow = step("slow", () -> {
            second.await();
            return List.of(Finding.ok("slow", "done"));
        });
        Step quick = step("quick", () -> {
            second.countDown();
            return List.of(Finding.note("quick", "done"));
        });

        // When
        Outcome worst = diagnosis.run(List.of(slow, quick), reported::add);

        // Then
        assertThat(reported).extracting(Finding::subject).containsExactly("slow", "quick");
        assertThat(worst).isEqualTo(Outcome.NOTE);
    }

    @Test
    void theWorstCountsWhereverItStands() throws InterruptedException {
        // Given
        Step bad = step("bad", () -> List.of(Finding.ok("a", "x"), Finding.fatal("b", "x", null)));
        Step good = step("good", () -> List.of(Finding.problem("c", "x", null)));

        // When
        Outcome worst = diagnosis.run(List.of(bad, good), reported::add);

        // Then
        assertThat(worst).isEqualTo(Outcome.FATAL);
    }

    @Test
    void anExaminationThatHangsSaysSoAndIsEnded() throws InterruptedException {
        // Given
        CountDownLatch ended = new CountDownLatch(1);
        Step hanging = new Step("mute", Duration.ofMillis(200), Outcome.FATAL, () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
            return List.of();
        });
        Step good = step("good", () -> List.of(Finding.ok("good", "x")));

        // When
        Outcome worst = diagnosis.run(List.of(hanging, good), reported::add);

        // Then
        assertThat(worst).isEqualTo(Outcome.FATAL);
        assertThat(reported).extracting(Finding::subject).containsExactly("mute", "good");
        assertThat(reported.getFirst().text()).isEqualTo("hangs: no result within 200 ms");
        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anExaminationThatFailsKeepsNoOtherFromTelling() throws InterruptedException {
        // Given
        Step failing = step("odd", () -> {
            throw new IllegalStateException("swordfish");
        });
        Step good = step("good", () -> List.of(Finding.ok("good", "x")));

        // When
        Outcome worst = diagnosis.run(List.of(failing, good), reported::add);

        // Then
        assertThat(worst).isEqualTo(Outcome.PROBLEM);
        assertThat(reported.getFirst().text()).isEqualTo("could not be examined: ****");
    }

    @Test
    void secretsAreTakenOutOfAllThatIsFound() throws InterruptedException {
        // Given
        Step telling = step("x", () -> List.of(Finding.problem("a swordfish", "b swordfish", "c swordfish")));

        // When
        diagnosis.run(List.of(telling), reported::add);

        // Then
        assertThat(reported).containsExactly(Finding.problem("a ****", "b ****", "c ****"));
    }

    private static Step step(String subject, Examination examination) {
        return new Step(subject, LONG, Outcome.PROBLEM, examination);
    }
}
