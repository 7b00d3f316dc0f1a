package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.config.KubernetesConfig;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.kubernetes.Permissions.Verdict;
import io.mackerel.agent.platform.kubernetes.ServiceAccount.Subject;
import io.mackerel.agent.platform.kubernetes.Sources.NoneLeftException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is found out before anything is measured: the rights, and by which ways the pod and its statistics are read. */
final class Preflight {
    private static final Logger LOG = Logger.getLogger(Preflight.class);

    private final KubernetesConfig config;
    private final boolean ownKubelet;
    private final PodReference named;
    private final ServiceAccount account;
    private final KubernetesEndpoints endpoints;
    private final LongSupplier nanoTime;
    private final Executor background;
    private final List<String> found = new CopyOnWriteArrayList<>();

    /** The ways that are left, the best first; those that could be tried have been. */
    record Ways(OwnPod pod, Sources<Optional<PodStatsResponse>> stats) {}

    /**
     * @param ownKubelet whether the pod can reach its kubelet
     */
    Preflight(
            KubernetesConfig config,
            boolean ownKubelet,
            PodReference named,
            ServiceAccount account,
            KubernetesEndpoints endpoints,
            LongSupplier nanoTime,
            Executor background) {
        this.config = config;
        this.ownKubelet = ownKubelet;
        this.named = named;
        this.account = account;
        this.endpoints = endpoints;
        this.nanoTime = nanoTime;
        this.background = background;
    }

    /**
     * @throws NotPermittedException when there is no way to the pod or to its statistics, with the rules to apply
     */
    Ways run() throws NotPermittedException {
        found.clear();
        if (config.kubeletInsecureTls() && ownKubelet) {
            LOG.warn("MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS is set: the kubelet's certificate is not checked, so"
                    + " whoever takes its place gets this pod's token");
        }
        Permissions permissions = permissions();
        ReadingPlan plan = new ReadingPlan(permissions, config.apiServer() != null, ownKubelet, config.readOnlyPort());
        Sources<PodResponse> podSources = endpoints.podSources(plan.ofPod(), named);
        OwnPod pod = new OwnPod(named, podSources, nanoTime, background);
        Sources<Optional<PodStatsResponse>> stats =
                endpoints.statsSources(plan.ofStats(), pod::reference, () -> nodeName(pod));
        tryBoth(pod, stats);
        foundSource("pod", podSources.origin());
        foundSource("statistics", stats.origin());
        warnOfNeedlessProxy(plan, podSources.origin(), stats.origin());
        return new Ways(pod, stats);
    }

    /** The rights of the account, as far as it has any, and what is read from where. Safe for use by any thread. */
    List<String> found() {
        return List.copyOf(found);
    }

    private void foundSource(String what, @Nullable Origin origin) {
        if (origin != null) {
            found.add(what + " read from: " + origin);
        }
    }

    private @Nullable String nodeName(OwnPod pod) {
        return config.nodeName() == null ? pod.nodeName() : config.nodeName();
    }

    private Permissions permissions() {
        if (account.token() == null) {
            LOG.warnf(
                    "there is no service account token in %s, so only a read-only port can be asked",
                    config.serviceAccountDir());
            return Permissions.all(Verdict.DENIED);
        }
        Permissions permissions = AccessReviews.of(
                right -> endpoints.mayI(right.question(named.namespace(), named.name(), config.nodeName())));
        String subject = account.subject().map(Subject::toString).orElse("unknown");
        String table = permissions.table(named.namespace(), config.nodeName());
        LOG.infof("what this service account may do: account=%s%n%s", subject, table);
        found.add("what this service account may do: account=" + subject);
        table.lines().forEach(found::add);
        return permissions;
    }

    /** Trouble that may pass is met again, and reported, by whoever waits for the pod or measures it. */
    private void tryBoth(OwnPod pod, Sources<Optional<PodStatsResponse>> stats) throws NotPermittedException {
        Map<Right, String> missing = new EnumMap<>(Right.class);
        try {
            pod.notOlderThan(Duration.ZERO);
        } catch (NoneLeftException e) {
            missing.put(rightForPod(), String.valueOf(e.getMessage()));
        } catch (PlatformException e) {
            LOG.debugf("the pod cannot be read yet: reason=%s", e.getMessage());
        }
        try {
            stats.read();
        } catch (NoneLeftException e) {
            missing.put(rightForStats(), String.valueOf(e.getMessage()));
        } catch (PlatformException e) {
            LOG.infof("statistics cannot be read yet: reason=%s", e.getMessage());
        }
        if (!missing.isEmpty()) {
            throw notPermitted(missing);
        }
    }

    /** What to grant for the pod: where no API server is known, the kubelet has to tell. */
    Right rightForPod() {
        return config.apiServer() == null ? Right.GET_NODES_PODS : Right.GET_PODS;
    }

    /** What to grant for the statistics: the least where the kubelet can be asked. */
    Right rightForStats() {
        return ownKubelet ? Right.GET_NODES_STATS : Right.GET_NODES_PROXY;
    }

    /**
     * Says what to do.
     *
     * @param missing the rights to grant, and what came of trying without
     */
    NotPermittedException notPermitted(Map<Right, String> missing) {
        StringBuilder message = new StringBuilder();
        missing.forEach((right, reason) -> message.append(right == rightForStats() ? "statistics" : "the pod")
                .append(" cannot be read (")
                .append(reason)
                .append("); "));
        return new NotPermittedException(message + remedy(missing.keySet()));
    }

    /** Without a token no rule helps: they are granted to an account. */
    private String remedy(Set<Right> missing) {
        if (account.token() == null) {
            return "there is no service account token in " + config.serviceAccountDir()
                    + ": mount one (automountServiceAccountToken), or set a read-only port";
        }
        Optional<Subject> subject = account.subject();
        String guess = subject.isEmpty() ? " (the token does not name its account: put its name in)" : "";
        return "apply this and start the agent again" + guess + ":\n"
                + MissingRules.yaml(
                                missing, named.namespace(), subject.orElse(new Subject(named.namespace(), "default")))
                        .stripTrailing();
    }

    private static void warnOfNeedlessProxy(ReadingPlan plan, @Nullable Origin ofPod, @Nullable Origin ofStats) {
        if (ofPod != null && ofStats != null && plan.isNodeProxyNeedless(ofPod, ofStats)) {
            String unless = ofPod == Origin.KUBELET ? " (unless the kubelet is older than 1.33)" : "";
            LOG.warnf(
                    "this service account may get nodes/proxy, which the agent does not need here%s: take that right"
                            + " away, since it lets its holder run commands in every pod of every node",
                    unless);
        }
    }
}
