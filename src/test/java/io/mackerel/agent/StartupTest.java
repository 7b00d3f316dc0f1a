package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.mackerel.agent.platform.WorkloadState.Running;
import io.mackerel.agent.platform.WorkloadState.Starting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StartupTest {
    private final HandClock clock = new HandClock();
    private final List<Duration> pauses = new ArrayList<>();
    private int pausesUntilStop = Integer.MAX_VALUE;

    @Test
    void aWorkloadThatRunsIsNotWaitedFor() throws PlatformException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform().state(StartupTest::running);

        // When
        Workload workload = startup(platform).awaitWorkload();

        // Then
        assertThat(workload).isNotNull();
        assertThat(pauses).isEmpty();
    }

    @Test
    void aPendingWorkloadIsAskedForEveryThreeSeconds() throws PlatformException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .state(() -> new Starting("PENDING"))
                .state(() -> new Starting("PENDING"))
                .state(StartupTest::running);

        // When
        startup(platform).awaitWorkload();

        // Then
        assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(3));
    }

    @Test
    void errorsAtTheStartAreNormal() throws PlatformException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .state(ScriptedPlatform.silence())
                .state(ScriptedPlatform.silence())
                .state(StartupTest::running);

        // When
        Workload workload = startup(platform).awaitWorkload();

        // Then
        assertThat(workload).isNotNull();
    }

    @Test
    void aPlatformThatNeverAnswersIsGivenUpAfterFiveMinutes() {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform().state(ScriptedPlatform.silence());

        // When
        Startup startup = startup(platform);

        // Then
        assertThatThrownBy(startup::awaitWorkload).isInstanceOf(PlatformException.class);
        assertThat(pauses).hasSize(100);
    }

    @Test
    void onceThePlatformHasAnsweredItIsNeverGivenUp() throws PlatformException {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform().state(() -> new Starting("PENDING"));
        for (int minute = 0; minute < 1_000; minute++) {
            platform.state(ScriptedPlatform.silence());
        }
        platform.state(StartupTest::running);

        // When
        Workload workload = startup(platform).awaitWorkload();

        // Then
        assertThat(workload).isNotNull();
    }

    @Test
    void whatIsNotPermittedIsNotWaitedFor() {
        // Given
        ScriptedPlatform platform = new ScriptedPlatform()
                .state(() -> new Starting("PENDING"))
                .state(ScriptedPlatform.denial("get pods"))
                .state(StartupTest::running);

        // When
        Startup startup = startup(platform);

        // Then
        assertThatThrownBy(startup::awaitWorkload)
                .isInstanceOf(NotPermittedException.class)
                .hasMessage("get pods");
        assertThat(pauses).hasSize(1);
    }

    @Test
    void theWaitEndsWhenTheAgentIsToEnd() throws PlatformException {
        // Given
        pausesUntilStop = 2;
        ScriptedPlatform platform = new ScriptedPlatform().state(() -> new Starting("PENDING"));

        // When
        Workload workload = startup(platform).awaitWorkload();

        // Then
        assertThat(workload).isNull();
        assertThat(pauses).hasSize(2);
    }

    private static WorkloadState running() {
        return new Running(new Workload("task1", null, null));
    }

    private Startup startup(ScriptedPlatform platform) {
        Pause pause = duration -> {
            pauses.add(duration);
            clock.advance(duration);
            return pauses.size() >= pausesUntilStop;
        };
        return new Startup(platform, pause, clock::nanoTime);
    }
}
