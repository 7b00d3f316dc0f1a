package io.mackerel.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.CustomIdentifier;
import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void aCustomIdentifierTellsAWorkloadFromOthers() {
        // When
        Workload workload = new Workload("9781c248", new CustomIdentifier("9781c248.ecs"), null);

        // Then
        assertThat(workload.identity()).isEqualTo("9781c248.ecs");
    }

    @Test
    void withoutAnIdentifierTheNameMustDo() {
        // When
        Workload workload = new Workload("laptop", null, null);

        // Then
        assertThat(workload.identity()).isEqualTo("laptop");
    }
}
