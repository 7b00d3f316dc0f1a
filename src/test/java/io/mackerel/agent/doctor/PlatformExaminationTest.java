package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PlatformExaminationTest {
    private final CompletableFuture<Optional<Workload>> workload = new CompletableFuture<>();

    @Test
    void aTaskThatRunsIsToldWithItsContainers() {
        // When
        List<Finding> findings = examine(new TaskFake());

        // Then
        assertThat(findings)
                .containsExactly(
                        Finding.ok("platform", "platform=fake\n  get pods   yes"),
                        Finding.ok("workload", "runs: name=task1 identity=task1.ecs"),
                        Finding.ok("containers", "1 measured: app"),
                        Finding.note("containers", "db is left out for now: no statistics yet"),
                        Finding.ok("interfaces", "measured: eth0"));
        assertThat(workload).isCompletedWithValue(Optional.of(TaskFake.WORKLOAD));
    }

    @Test
    void aTaskThatStartsIsWaitedFor() {
        // Given
        Platform platform = new TaskFake() {
            @Override
            public WorkloadState state() {
                return new WorkloadState.Starting("PENDING");
            }
        };

        // When
        List<Finding> findings = examine(platform);

        // Then
        assertThat(findings).contains(Finding.note("workload", "does not run yet, the agent would wait: PENDING"));
        assertThat(workload).isCompletedWithValue(Optional.empty());
    }

    @Test
    void aDenialIsFatalAndTheRulesAreToBeCopied() {
        // Given
        Platform platform = new TaskFake() {
            @Override
            public void preflight() throws NotPermittedException {
                throw new NotPermittedException("apply this:\n---\nkind: Role");
            }
        };

        // When
        List<Finding> findings = examine(platform);

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.FATAL);
            assertThat(finding.text()).contains("get pods   yes", "does not permit what the agent needs: apply this:");
            assertThat(finding.advice()).endsWith("\n---\nkind: Role");
        });
        assertThat(workload).isCompletedWithValue(Optional.empty());
    }

    @Test
    void silenceIsFatal() {
        // Given
        Platform platform = new TaskFake() {
            @Override
            public WorkloadState state() throws PlatformException {
                throw new PlatformException("Connection refused", null);
            }
        };

        // When
        List<Finding> findings = examine(platform);

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.FATAL);
            assertThat(finding.text()).contains("platform=fake", "does not answer: Connection refused");
        });
    }

    @Test
    void containersThatCannotBeReadAreAProblem() {
        // Given
        Platform platform = new TaskFake() {
            @Override
            public Snapshot snapshot() {
                return Snapshot.withoutContainers(Instant.EPOCH, List.of(), "the kubelet answered 500");
            }
        };

        // When
        List<Finding> findings = examine(platform);

        // Then
        assertThat(findings)
                .anySatisfy(finding -> {
                    assertThat(finding.outcome()).isEqualTo(Outcome.PROBLEM);
                    assertThat(finding.text()).contains("the kubelet answered 500");
                })
                .contains(Finding.note("interfaces", "none is measured"));
    }

    private List<Finding> examine(Platform platform) {
        return new PlatformExamination(platform, workload).examine();
    }
}
