package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.ApiKeyRule;
import io.mackerel.agent.config.ConfigLoader;
import io.mackerel.agent.config.ConfigOutcome;
import io.mackerel.agent.config.Masking;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConfigReloadTest {
    private static final long LONG_ENOUGH_SECONDS = 30;

    private final HandClock clock = new HandClock();
    private final CurrentConfig config = new CurrentConfig(TestConfig.of(environment("a")));
    private final Masking masking = new Masking();
    private final ReloadRequests requests = new ReloadRequests();
    private final Queue<ConfigOutcome> outcomes = new ArrayDeque<>();
    private final ConfigReload reload =
            new ConfigReload(new Reloading(outcomes::remove, List.of(), requests), config, masking, clock::nanoTime);

    @Test
    void anotherConfigurationComesIntoForce() {
        // Given
        outcomes.add(loaded("b"));

        // When
        reload.reload(true);

        // Then
        assertThat(config.get().memo()).isEqualTo("b");
    }

    @Test
    void theSecretsOfTheNewConfigurationAreKnownBeforeItIsInForce() {
        // Given
        Map<String, String> environment = environment("b");
        environment.put("HTTP_PROXY", "http://me:new-password@p:1");
        outcomes.add(load(environment));
        config.whenChanged(
                each -> each.memo(),
                memo -> assertThat(masking.apply("new-password")).isEqualTo("****"));

        // When
        reload.reload(true);

        // Then
        assertThat(masking.apply("new-password")).isEqualTo("****");
    }

    @Test
    void aBadConfigurationChangesNothing() {
        // Given
        Map<String, String> environment = environment("b");
        environment.put("MACKEREL_ROLES", "nonsense");
        ConfigOutcome bad = load(environment);
        assertThat(bad).isInstanceOf(ConfigOutcome.Invalid.class);
        outcomes.add(bad);

        // When
        reload.reload(false);

        // Then
        assertThat(config.get().memo()).isEqualTo("a");
    }

    @Test
    void aLoadThatFailsUnexpectedlyChangesNothing() {
        // Given: no outcome, so that the load throws

        // When
        reload.reload(true);

        // Then
        assertThat(config.get().memo()).isEqualTo("a");
    }

    @Test
    void whatIsUnchangedIsNotBroughtIntoForceAgain() {
        // Given
        outcomes.add(loaded("a"));
        var before = config.get();

        // When
        reload.reload(true);

        // Then
        assertThat(config.get()).isSameAs(before);
    }

    @Test
    void aRequestIsHeededWhileTheThreadWaitsAndAnInterruptEndsIt() throws InterruptedException {
        // Given
        outcomes.add(loaded("b"));
        CountDownLatch changed = new CountDownLatch(1);
        config.whenChanged(each -> each.memo(), memo -> changed.countDown());
        Thread thread = Thread.ofVirtual().start(reload::run);

        // When
        requests.request();

        // Then
        assertThat(changed.await(LONG_ENOUGH_SECONDS, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(LONG_ENOUGH_SECONDS))).isTrue();
    }

    @Test
    void withoutARequestTheTimeIsTheReason() throws InterruptedException {
        // Given
        requests.request();
        requests.request();
        boolean asked = requests.await(Duration.ofMillis(1));

        // When
        boolean askedAgain = requests.await(Duration.ofMillis(1));

        // Then
        assertThat(asked).isTrue();
        assertThat(askedAgain).isFalse();
    }

    private static Map<String, String> environment(String memo) {
        return new HashMap<>(Map.of("MACKEREL_APIKEY", "the-key", "MACKEREL_MEMO", memo));
    }

    private static ConfigOutcome loaded(String memo) {
        return load(environment(memo));
    }

    private static ConfigOutcome load(Map<String, String> environment) {
        return new ConfigLoader(environment, (location, proxies) -> new byte[0]).load(ApiKeyRule.REQUIRED);
    }
}
