package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PluginSetTest {
    private static final long LONG_ENOUGH_SECONDS = 30;

    private final BlockingQueue<StringBuilder> ended = new LinkedBlockingQueue<>();
    private final PluginSet<String, StringBuilder> plugins = new PluginSet<>(StringBuilder::new, ended::add);

    @Test
    void whatIsConfiguredAsBeforeGoesOnAndTheRestEnds() throws InterruptedException {
        // Given
        plugins.become(List.of("a", "b"));
        List<StringBuilder> before = plugins.all();

        // When
        plugins.become(List.of("c", "b"));

        // Then
        List<StringBuilder> after = plugins.all();
        assertThat(after).hasSize(2);
        assertThat(after.get(0)).hasToString("c");
        assertThat(after.get(1)).isSameAs(before.get(1));
        assertThat(ended.poll(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isSameAs(before.get(0));
        assertThat(ended).isEmpty();
    }

    @Test
    void noneIsConfiguredAtFirst() {
        // Given: nothing

        // When
        List<StringBuilder> all = plugins.all();

        // Then
        assertThat(all).isEmpty();
    }
}
