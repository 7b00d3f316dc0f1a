package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReferenceTest {
    @ParameterizedTest
    @CsvSource({
        ", team-a, demo, u1, true",
        ", team-a, demo, , true",
        "u1, team-a, demo, u1, true",
        "u1, team-a, demo, u2, false",
        "u1, team-a, demo, , false",
        "u1, team-b, demo, u1, false",
        "u1, team-a, demo-0, u1, false",
        ", , demo, u1, false",
        ", team-a, , u1, false"
    })
    void aPodFitsByNamespaceNameAndTheUidWhereThatIsKnown(
            String uid, String otherNamespace, String otherName, String otherUid, boolean fits) {
        // Given
        PodReference own = new PodReference("team-a", "demo", uid);

        // Then
        assertThat(own.fits(otherNamespace, otherName, otherUid)).isEqualTo(fits);
    }

    @Test
    void itPrintsAsPodsAreNamed() {
        assertThat(new PodReference("team-a", "demo", "u1")).hasToString("team-a/demo");
    }
}
