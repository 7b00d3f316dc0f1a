package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.platform.Workload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodWorkloadTest {
    private static final PodReference OWN = new PodReference("team-a", "demo", null);

    @Test
    void aPodIsKnownByItsNameAndItsUid() {
        // Given
        PodResponse pod = Fixtures.pod("v1.36-host-network-pod");

        // When
        Workload workload = PodWorkload.of(pod, OWN);

        // Then
        assertThat(workload)
                .isEqualTo(new Workload(
                        "demo",
                        new CustomIdentifier("214c7860-541a-44f8-8cfc-224174f97986.kubernetes"),
                        new Cloud("kubernetes", PodCloudMetadata.of(pod))));
        assertThat(workload.identity()).isEqualTo("214c7860-541a-44f8-8cfc-224174f97986.kubernetes");
    }

    @Test
    void aStaticPodHasOneIdentityWhereverItIsRead() {
        // Given
        PodReference own = new PodReference("default", "static-testnode", null);
        PodResponse mirror = Fixtures.pod("v1.36-mirror-of-static-pod");
        PodResponse ofKubelet = Fixtures.listedPod("v1.36-static", "default", "static-testnode");

        // When
        CustomIdentifier identifier = PodWorkload.of(mirror, own).customIdentifier();

        // Then
        assertThat(identifier).isEqualTo(new CustomIdentifier("282fce535f6a97b3d7e49aff205ef990.kubernetes"));
        assertThat(PodWorkload.of(ofKubelet, own).customIdentifier()).isEqualTo(identifier);
        assertThat(mirror.metadata().uid()).isEqualTo("8df2f8c5-934c-42fe-8ccc-038defc0806f");
    }

    @Test
    void theKubeletsUidFindsAStaticPodInTheSummary() {
        // Given
        String uid = PodWorkload.uid(Fixtures.pod("v1.36-mirror-of-static-pod"));

        // When
        byte[] stats = Fixtures.own(
                PodListing.STATS_SUMMARY,
                Fixtures.kubelet("v1.36-static-stats"),
                new PodReference("default", "static-testnode", uid));

        // Then
        assertThat(stats).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"kubernetes.io/config.mirror\": null}",
                "{\"kubernetes.io/config.mirror\": \"\"}",
                "{\"kubernetes.io/config.mirror\": \" \"}",
                "{\"kubernetes.io/config.mirror\": []}",
                "{\"kubernetes.io/config.hash\": \"u2\"}",
                "{}",
                "[]",
                "null"
            })
    void withoutAUsableMirrorAnnotationTheUidCounts(String annotations) {
        // Given
        PodResponse pod = Fixtures.parsedPod("{\"metadata\": {\"uid\": \"u1\", \"annotations\": " + annotations + "}}");

        // When
        String uid = PodWorkload.uid(pod);

        // Then
        assertThat(uid).isEqualTo("u1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"metadata\": null}",
                "{\"metadata\": {}}",
                "{\"metadata\": {\"name\": \"demo\", \"uid\": null}}",
                "{\"metadata\": {\"uid\": \"\"}}",
                "{\"metadata\": {\"uid\": \"  \"}}",
                "{\"metadata\": {\"uid\": {}}}"
            })
    void aPodWithoutAUidCannotBeToldFromOthers(String pod) {
        assertThatExceptionOfType(UnusableAnswerException.class)
                .isThrownBy(() -> PodWorkload.of(Fixtures.parsedPod(pod), OWN))
                .withMessage("the pod has no uid");
    }
}
