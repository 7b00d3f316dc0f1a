package io.mackerel.agent.platform.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceSearchTest {
    private static final TaskResponse TASK = Fixtures.task("v4-ec2-bridge");

    private final Scripted first = new Scripted("first");
    private final Scripted second = new Scripted("second");
    private final SourceSearch search =
            new SourceSearch(List.of(first, second), Thread::startVirtualThread, Fixtures.PATIENCE);

    @Test
    void thePreferredOneOfThoseThatAnswerIsRead() throws PlatformException {
        // Given
        first.task = TASK;
        second.task = TASK;

        // When
        search.task();
        search.reading(container -> true);

        // Then
        assertThat(first.questions).isEqualTo(2);
        assertThat(second.questions).isZero();
        assertThat(search.description()).isEqualTo("first");
    }

    @Test
    void theOneThatWasFoundIsReadFromThenOn() throws PlatformException {
        // Given
        second.task = TASK;
        search.task();

        // When
        first.task = TASK;
        search.task();
        search.reading(container -> true);

        // Then
        assertThat(first.questions).isEqualTo(1);
        assertThat(second.questions).isEqualTo(3);
    }

    @Test
    void aReadingSearchesToo() throws PlatformException {
        // Given
        second.task = TASK;

        // When
        TaskReading reading = search.reading(container -> true);

        // Then
        assertThat(reading.task()).isEqualTo(TASK);
        assertThat(search.description()).isEqualTo("second");
    }

    @Test
    void oneThatTellsOfNoTaskIsNotTheOne() throws PlatformException {
        // Given
        first.task = Fixtures.parsedTask("{}");
        second.task = TASK;

        // When
        TaskResponse task = search.task();

        // Then
        assertThat(task).isEqualTo(TASK);
    }

    @Test
    void oneThatIsSilentIsNotWaitedFor() throws PlatformException {
        // Given
        first.silence = new CountDownLatch(1);
        second.task = TASK;
        SourceSearch impatient =
                new SourceSearch(List.of(first, second), Thread::startVirtualThread, Duration.ofMillis(1));

        // When
        TaskResponse task = impatient.task();

        // Then
        first.silence.countDown();
        assertThat(task).isEqualTo(TASK);
        assertThat(impatient.description()).isEqualTo("second");
    }

    @Test
    void oneThatAnswersLateIsTakenWhenNoOtherIsThere() throws PlatformException {
        // Given
        first.task = TASK;
        first.silence = new CountDownLatch(1);
        second.onQuestion = first.silence::countDown;
        SourceSearch impatient =
                new SourceSearch(List.of(first, second), Thread::startVirtualThread, Duration.ofMillis(1));

        // When
        TaskResponse task = impatient.task();

        // Then
        assertThat(task).isEqualTo(TASK);
        assertThat(second.questions).isEqualTo(1);
        assertThat(impatient.description()).isEqualTo("first");
    }

    @Test
    void whoeverSearchesAtTheSameTimeFindsTheSame() throws Exception {
        // Given
        first.task = TASK;
        first.silence = new CountDownLatch(1);
        FutureTask<TaskReading> other = new FutureTask<>(() -> search.reading(container -> true));

        // When
        Thread.startVirtualThread(other);
        Thread.startVirtualThread(first.silence::countDown);
        search.task();

        // Then
        assertThat(other.get().task()).isEqualTo(TASK);
        assertThat(first.isClosed).isFalse();
    }

    @Test
    void thoseThatAreNotReadAreClosed() throws PlatformException {
        // Given
        second.task = TASK;

        // When
        search.task();

        // Then
        assertThat(first.isClosed).isTrue();
        assertThat(second.isClosed).isFalse();
    }

    @Test
    void whileNoneAnswersAllReasonsAreTold() {
        // Given
        first.trouble = new PlatformException("nobody listens", null);
        second.trouble = new NotPermittedException("no socket");

        // When
        PlatformException failure = catchThrowableOfType(PlatformException.class, search::task);

        // Then
        assertThat(failure)
                .isNotInstanceOf(NotPermittedException.class)
                .hasMessage("no source tells of the task: nobody listens; no socket");
        assertThat(search.description()).isEqualTo("first, else second");
    }

    @Test
    void whatOneLacksEndsNothingBeforeAnyWasAsked() throws PlatformException {
        // Given
        second.task = TASK;

        // When
        search.preflight();

        // Then
        assertThat(search.task()).isEqualTo(TASK);
    }

    @Test
    void allAreClosed() {
        // When
        search.close();

        // Then
        assertThat(first.isClosed).isTrue();
        assertThat(second.isClosed).isTrue();
    }

    private static final class Scripted implements TaskSource {
        private final String name;
        private volatile @Nullable TaskResponse task;
        private volatile PlatformException trouble = new PlatformException("not there", null);
        private volatile CountDownLatch silence = new CountDownLatch(0);
        private volatile Runnable onQuestion = () -> {};
        private volatile int questions;
        private volatile boolean isClosed;

        private Scripted(String name) {
            this.name = name;
        }

        @Override
        public String description() {
            return name;
        }

        @Override
        public void preflight() throws NotPermittedException {
            throw new NotPermittedException("it lacks something");
        }

        @Override
        public TaskResponse task() throws PlatformException {
            questions++;
            onQuestion.run();
            try {
                silence.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (task == null) {
                throw trouble;
            }
            return task;
        }

        @Override
        public TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException {
            return new TaskReading(task(), Map.of());
        }

        @Override
        public void close() {
            isClosed = true;
        }
    }
}
