package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StopSignalTest {
    private final HandClock clock = new HandClock();
    private final StopSignal stop = new StopSignal(clock::nanoTime);

    @Test
    void workThatNobodyStopsIsDone() throws Exception {
        // When
        String done = stop.unlessRequested(() -> "done");

        // Then
        assertThat(done).isEqualTo("done");
        assertThat(stop.isRequested()).isFalse();
    }

    @Test
    void workThatFailsIsToldWithItsReason() {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> stop.unlessRequested(() -> {
                    throw new IllegalStateException("a fault");
                }))
                .withRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void workThatHangsIsInterruptedWhenTheAgentIsAskedToEnd() throws Exception {
        // Given
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try {
                hanging.await();
                stop.request();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        // When
        String done = stop.unlessRequested(() -> {
            hanging.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "done";
        });

        // Then
        assertThat(done).isNull();
        assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(stop.age()).isEqualTo(Duration.ofSeconds(2));
    }
}
