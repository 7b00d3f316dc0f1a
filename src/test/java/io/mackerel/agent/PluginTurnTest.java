package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PluginTurnTest {
    private final HandClock clock = new HandClock();

    @Test
    void withoutAnIntervalOfItsOwnEveryCycleIsAPluginsTurn() {
        // Given
        PluginTurn turn = new PluginTurn(null, clock::nanoTime);

        // When
        boolean first = turn.take();

        // Then
        assertThat(first).isTrue();
        assertThat(turn.take()).isTrue();
    }

    @Test
    void withOneItIsTheFirstCycleAfterItsIntervalBeItAMomentEarly() {
        // Given
        PluginTurn turn = new PluginTurn(Duration.ofMinutes(3), clock::nanoTime);
        List<Integer> taken = new ArrayList<>();

        // When
        for (int minute = 0; minute < 8; minute++) {
            if (turn.take()) {
                taken.add(minute);
            }
            clock.advance(Duration.ofMillis(59_980));
        }

        // Then
        assertThat(taken).containsExactly(0, 3, 6);
    }
}
