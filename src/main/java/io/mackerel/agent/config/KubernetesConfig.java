package io.mackerel.agent.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the environment says of Kubernetes.
 *
 * @param apiServer where the API server answers, as Kubernetes tells every pod; absent outside a pod
 * @param kubeletHost name or address of the own node's kubelet; absent only where the platform is another
 * @param kubeletPort the kubelet's authenticated port
 * @param readOnlyPort the kubelet's read-only port: 0 excludes it; absent: the usual one, if it answers
 * @param kubeletInsecureTls whether the kubelet's certificate goes unchecked
 * @param kubeletCaFile who signed the kubelet's certificate; absent: whoever signed the API server's
 * @param serviceAccountDir holds {@code token} and {@code ca.crt}; not checked for existence
 * @param namespace of the own pod; absent only where the platform is another
 * @param podName likewise
 * @param nodeName of the own node; absent: as the pod says
 */
public record KubernetesConfig(
        @Nullable HostAndPort apiServer,
        @Nullable String kubeletHost,
        int kubeletPort,
        @Nullable Integer readOnlyPort,
        boolean kubeletInsecureTls,
        @Nullable Path kubeletCaFile,
        Path serviceAccountDir,
        @Nullable String namespace,
        @Nullable String podName,
        @Nullable String nodeName) {}
