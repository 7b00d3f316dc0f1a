package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.host.Cloud;
import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.kubernetes.PodResponse.Metadata;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a pod is called in Mackerel and by the kubelet. Pure. */
final class PodWorkload {
    private static final String PROVIDER = "kubernetes";
    /** Of a static pod's copy in the API server: the uid that the kubelet uses. */
    private static final String MIRROR = "kubernetes.io/config.mirror";

    /** A UUID, or the hash of a static pod's configuration. */
    private static final Pattern UID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private PodWorkload() {}

    /**
     * @throws UnusableAnswerException when the pod has no uid, so that nothing tells it from others
     */
    static Workload of(PodResponse pod, PodReference own) {
        return new Workload(
                own.name(),
                new CustomIdentifier(uid(pod) + ".kubernetes"),
                new Cloud(PROVIDER, PodCloudMetadata.of(pod)));
    }

    /**
     * The kubelet's uid.
     *
     * @throws UnusableAnswerException when there is none
     */
    static String uid(PodResponse pod) {
        Metadata metadata = pod.metadata();
        String uid = metadata == null ? null : mirrored(metadata);
        if (uid == null || !UID.matcher(uid).matches()) {
            throw new UnusableAnswerException("the pod has no uid");
        }
        return uid;
    }

    private static @Nullable String mirrored(Metadata metadata) {
        String mirror =
                metadata.annotations() == null ? null : metadata.annotations().get(MIRROR);
        return mirror == null || mirror.isBlank() ? metadata.uid() : mirror;
    }
}
