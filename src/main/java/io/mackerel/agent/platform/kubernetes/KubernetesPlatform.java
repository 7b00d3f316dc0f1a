package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.config.HostAndPort;
import io.mackerel.agent.config.KubernetesConfig;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.metric.InterfaceSample;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.ContainerFilter;
import io.mackerel.agent.platform.LenientJson;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import io.mackerel.agent.platform.kubernetes.Preflight.Ways;
import io.mackerel.agent.platform.kubernetes.Sources.NoneLeftException;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A Kubernetes pod, seen through the API server and its node's kubelet. */
public final class KubernetesPlatform implements Platform {
    private static final Logger LOG = Logger.getLogger(KubernetesPlatform.class);
    private static final String RUNNING = "Running";
    /** Less than the time between two looks at a pod that starts. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private static final Duration OLDEST = Duration.ofMinutes(5);

    private final String description;
    private final PodReference named;
    private final KubernetesEndpoints endpoints;
    private final Preflight preflight;
    private final PodSnapshots snapshots;
    private final Machine machine;
    private final InstantSource clock;
    private final AtomicBoolean saidThatNetworkIsTheNodes = new AtomicBoolean();
    private volatile @Nullable Ways ways;
    private Set<String> knownRuns = Set.of();

    /**
     * @param config with the kubelet's host, the namespace and the pod's name
     * @param ownKubelet whether the pod can reach its kubelet, which on EKS Fargate it cannot
     * @param nanoTime a monotonic clock
     * @param background runs what no collection waits for
     */
    public KubernetesPlatform(
            KubernetesConfig config,
            boolean ownKubelet,
            ContainerFilter filter,
            Machine machine,
            InstantSource clock,
            LongSupplier nanoTime,
            Vertx vertx,
            Executor background) {
        this.named = new PodReference(
                Objects.requireNonNull(config.namespace()), Objects.requireNonNull(config.podName()), null);
        this.description = description(config, ownKubelet, named);
        ObjectMapper mapper = new LenientJson().getContext(PodResponse.class);
        ServiceAccount account = new ServiceAccount(config.serviceAccountDir());
        this.endpoints = new KubernetesEndpoints(config, account, vertx, mapper, nanoTime);
        this.preflight = new Preflight(config, ownKubelet, named, account, endpoints, nanoTime, background);
        this.snapshots = new PodSnapshots(filter, machine.limits());
        this.machine = machine;
        this.clock = clock;
    }

    private static String description(KubernetesConfig config, boolean ownKubelet, PodReference named) {
        HostAndPort server = config.apiServer();
        String where = ownKubelet
                ? "kubernetes pod=" + named + " kubelet="
                        + new HostAndPort(String.valueOf(config.kubeletHost()), config.kubeletPort())
                : "eks_fargate pod=" + named + " node=" + config.nodeName();
        return "platform=" + where + " api_server=" + (server == null ? "unknown" : server);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void preflight() throws NotPermittedException {
        ways = preflight.run();
    }

    @Override
    public List<String> found() {
        return preflight.found();
    }

    @Override
    public WorkloadState state() throws PlatformException {
        PodResponse pod = permitted(preflight.rightForPod(), () -> ways().pod().notOlderThan(FRESH));
        String phase = pod.status() == null ? null : pod.status().phase();
        return RUNNING.equals(phase)
                ? new WorkloadState.Running(PodWorkload.of(pod, named))
                : new WorkloadState.Starting("the pod's phase is " + LogText.line(String.valueOf(phase)));
    }

    @Override
    public Workload workload() throws PlatformException {
        return PodWorkload.of(ways().pod().lastKnown(OLDEST), named);
    }

    /** Interfaces are measured also when the kubelet does not answer: they are the agent's own. */
    @Override
    public Snapshot snapshot() throws PlatformException {
        Instant takenAt = clock.instant();
        OwnPod pod = ways().pod();
        PodResponse known = pod.lastKnown(OLDEST);
        List<InterfaceSample> interfaces = interfaces(known);
        try {
            PodStatsResponse stats = permitted(
                            preflight.rightForStats(), () -> ways().stats().read())
                    .orElse(null);
            if (stats != null && bringsNewRuns(stats)) {
                pod.outdate();
                known = pod.lastKnown(OLDEST);
            }
            return snapshots.snapshot(takenAt, known, stats, interfaces);
        } catch (NotPermittedException e) {
            throw e;
        } catch (PlatformException e) {
            return Snapshot.withoutContainers(takenAt, interfaces, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        endpoints.close();
    }

    private interface Reading<T> {
        T read() throws PlatformException;
    }

    /** What was not to be had at the pre-flight may turn out later to be forbidden. */
    private <T> T permitted(Right right, Reading<T> reading) throws PlatformException {
        try {
            return reading.read();
        } catch (NoneLeftException e) {
            throw preflight.notPermitted(Map.of(right, String.valueOf(e.getMessage())));
        }
    }

    private Ways ways() {
        Ways found = ways;
        if (found == null) {
            throw new IllegalStateException("the pre-flight comes first");
        }
        return found;
    }

    /** Whether a container was started, or started again, since the last look. */
    private synchronized boolean bringsNewRuns(PodStatsResponse stats) {
        Set<String> runs = stats.containers().stream()
                .map(each -> each.name() + "@" + each.startTime())
                .collect(Collectors.toSet());
        boolean first = knownRuns.isEmpty();
        boolean news = !knownRuns.containsAll(runs);
        knownRuns = runs;
        return news && !first;
    }

    private List<InterfaceSample> interfaces(PodResponse pod) {
        if (pod.spec() == null || !Boolean.TRUE.equals(pod.spec().hostNetwork())) {
            return machine.interfaceCounters();
        }
        if (!saidThatNetworkIsTheNodes.getAndSet(true)) {
            LOG.info("the pod uses its node's network, whose traffic is not the pod's: interfaces are not measured");
        }
        return List.of();
    }
}
