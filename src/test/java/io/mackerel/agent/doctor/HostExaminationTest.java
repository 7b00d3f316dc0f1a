package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.mackerel.HostIdStore;
import io.mackerel.agent.mackerel.HostRegistration;
import io.mackerel.agent.mackerel.HostSightings;
import io.mackerel.agent.mackerel.MackerelFake;
import io.mackerel.agent.platform.Workload;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostExaminationTest {
    private final MackerelFake mackerel = new MackerelFake();
    private final HostIdStore store = HostIdStore.inMemory();

    @Test
    void aHostThatIsNotThereYetWouldBeRegistered() throws InterruptedException {
        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings)
                .containsExactly(Finding.note("host", "none yet for task1.ecs: the agent would register one"));
        assertThat(mackerel.calls()).containsExactly("GET hosts?customIdentifier=task1.ecs");
    }

    @Test
    void aHostIsFoundByItsStoredId() throws InterruptedException {
        // Given
        register("task1.ecs");

        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings).containsExactly(Finding.ok("host", "id=host1 status=working (its id is stored)"));
    }

    @Test
    void aHostIsFoundByItsIdentifier() throws InterruptedException {
        // Given
        register("task1.ecs");
        store.forget();

        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings).containsExactly(Finding.ok("host", "id=host1 status=working (found by task1.ecs)"));
    }

    @Test
    void aStoredIdOfAnotherWorkloadIsToldAndKept() throws InterruptedException {
        // Given
        register("other.ecs");

        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.NOTE, Outcome.NOTE);
        assertThat(findings.getFirst().text()).contains("host1", "another workload, other.ecs");
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aStoredIdThatMackerelDoesNotKnowIsToldAndKept() throws InterruptedException {
        // Given
        store.save(new HostId("gone"));

        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings.getFirst().text()).contains("gone", "404");
        assertThat(store.load()).contains(new HostId("gone"));
    }

    @Test
    void anAnswerThatSaysNothingIsAProblem() throws InterruptedException {
        // Given
        mackerel.failNext(500);

        // When
        List<Finding> findings = examine();

        // Then
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.PROBLEM);
            assertThat(finding.text()).contains("500");
        });
    }

    @Test
    void withoutMackerelNobodyIsAsked() throws InterruptedException {
        // When
        List<Finding> findings = examination(false, TaskFake.WORKLOAD).examine();

        // Then
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .isEqualTo("not checked: Mackerel has to answer and to take the key first"));
        assertThat(mackerel.calls()).isEmpty();
    }

    @Test
    void withoutAPlatformNobodyIsAsked() throws InterruptedException {
        // When
        List<Finding> findings = examination(true, null).examine();

        // Then
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).startsWith("not checked: the platform"));
        assertThat(mackerel.calls()).isEmpty();
    }

    private List<Finding> examine() throws InterruptedException {
        return examination(true, TaskFake.WORKLOAD).examine();
    }

    private HostExamination examination(boolean answered, @Nullable Workload workload) {
        return new HostExamination(
                store,
                new HostSightings(mackerel.client()),
                CompletableFuture.completedFuture(answered),
                CompletableFuture.completedFuture(Optional.ofNullable(workload)));
    }

    private void register(String identifier) {
        new HostRegistration(mackerel.client(), store)
                .resolve(new HostSpec(
                        "task1",
                        null,
                        null,
                        new CustomIdentifier(identifier),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of()));
    }
}
