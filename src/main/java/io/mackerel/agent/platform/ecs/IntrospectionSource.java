package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.machine.Machine;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.DockerAnswers.Pending;
import io.mackerel.agent.platform.ecs.IntrospectedTaskResponse.IntrospectedContainerResponse;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way of a task without a Task Metadata Endpoint: the ECS agent's Introspection API tells which containers the task
 * has, the Docker Engine all about them, and the task's cgroup its limits.
 */
final class IntrospectionSource implements TaskSource {
    /** What may go into the path of a question to the Engine. */
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]+");

    private final IntrospectionClient introspection;
    private final DockerClient docker;
    private final TaskCgroup cgroup;
    private final Machine machine;
    private volatile @Nullable String ownContainer;

    IntrospectionSource(IntrospectionClient introspection, DockerClient docker, TaskCgroup cgroup, Machine machine) {
        this.introspection = introspection;
        this.docker = docker;
        this.cgroup = cgroup;
        this.machine = machine;
    }

    @Override
    public String description() {
        return "source=introspection endpoint=" + introspection.address() + " docker_socket=" + docker.address()
                + " cgroup_root=" + cgroup.root();
    }

    @Override
    public void preflight() throws NotPermittedException {
        ownContainer();
        String obstacle = docker.obstacle();
        if (obstacle != null) {
            throw new NotPermittedException(obstacle);
        }
    }

    /** What keeps the Engine from being asked is told at once, not only when the Introspection API has answered. */
    @Override
    public TaskResponse task() throws PlatformException {
        String obstacle = docker.obstacle();
        if (obstacle != null) {
            throw new PlatformException(obstacle, null);
        }
        IntrospectedTaskResponse listed = listed();
        return described(listed, introspection.cluster(), inspected(inspections(listed)));
    }

    /** Without the cluster, which no sample needs. */
    @Override
    public TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException {
        IntrospectedTaskResponse listed = listed();
        Map<String, Pending<ContainerInspectResponse>> inspections = inspections(listed);
        Map<String, Pending<DockerStatsResponse>> statistics =
                DockerAnswers.ask(wantedIds(listed, wanted), docker::stats);
        try {
            DockerAnswers<ContainerInspectResponse> inspected = inspected(inspections);
            return reading(described(listed, null, inspected), inspected, DockerAnswers.of(statistics));
        } finally {
            statistics.values().forEach(Pending::cancel);
        }
    }

    /** Statistics of a container of which the Engine did not tell the rest are not used: limits and start are missing. */
    private static TaskReading reading(
            TaskResponse task,
            DockerAnswers<ContainerInspectResponse> inspected,
            DockerAnswers<DockerStatsResponse> statistics) {
        Map<String, @Nullable DockerStatsResponse> stats = new HashMap<>(statistics.given());
        stats.keySet().retainAll(inspected.given().keySet());
        Map<String, String> troubles = new HashMap<>();
        inspected.troubles().forEach((id, trouble) -> troubles.put(id, trouble.getMessage()));
        statistics.troubles().forEach((id, trouble) -> troubles.put(id, trouble.getMessage()));
        return new TaskReading(task, stats, troubles);
    }

    @Override
    public void close() {
        introspection.close();
        docker.close();
    }

    private IntrospectedTaskResponse listed() throws PlatformException {
        String own = ownContainer();
        IntrospectedTaskResponse task = introspection.task(own);
        if (EcsWorkload.taskId(task.arn()).isEmpty()) {
            throw new PlatformException("the Introspection API knows no task of the container " + own, null);
        }
        return task;
    }

    private String ownContainer() throws NotPermittedException {
        String own = ownContainer == null ? machine.containerId() : ownContainer;
        if (own == null) {
            throw new NotPermittedException("the id of the agent's own container is neither in /proc/self/cgroup nor in"
                    + " /proc/self/mountinfo, so the Introspection API cannot be asked for its task: run the agent in a"
                    + " container of the task that it monitors");
        }
        ownContainer = own;
        return own;
    }

    private Map<String, Pending<ContainerInspectResponse>> inspections(IntrospectedTaskResponse task) {
        return DockerAnswers.ask(
                ids(task.containers().stream().map(IntrospectedContainerResponse::dockerId)), docker::inspect);
    }

    /** Whether one is wanted shows before the Engine has told of it: by its name. */
    private static List<String> wantedIds(IntrospectedTaskResponse task, Predicate<ContainerResponse> wanted) {
        return ids(IntrospectedTask.of(task, null, Map.of(), null).containers().stream()
                .filter(wanted)
                .map(ContainerResponse::dockerId));
    }

    private static List<String> ids(Stream<@Nullable String> dockerIds) {
        return dockerIds
                .flatMap(Stream::ofNullable)
                .filter(ID.asMatchPredicate())
                .toList();
    }

    /**
     * @throws PlatformException when the Engine told of no container, not even of the agent's own: it is the Engine then
     */
    private static DockerAnswers<ContainerInspectResponse> inspected(
            Map<String, Pending<ContainerInspectResponse>> inspections) throws PlatformException {
        return DockerAnswers.of(inspections).orThrow();
    }

    private TaskResponse described(
            IntrospectedTaskResponse task,
            @Nullable String cluster,
            DockerAnswers<ContainerInspectResponse> inspected) {
        return IntrospectedTask.of(task, cluster, inspected.given(), cgroup.limits(EcsWorkload.taskId(task.arn())));
    }
}
