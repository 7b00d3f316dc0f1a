package io.mackerel.agent.stand;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A task of real containers in the cgroup of the task, and what its agent talks to beside the Docker Engine: an
 * Introspection API and a Mackerel, at addresses that containers of the network reach.
 */
final class IntrospectionTask implements AutoCloseable {
    private static final Duration LONG_ENOUGH = Duration.ofMinutes(4);

    private final DockerEngine engine;
    private final String networkMode;
    private final TaskCgroup cgroup;
    private final IntrospectionStand stand;
    private final MackerelRecorder mackerel;
    private final Map<String, String> containerIds = new HashMap<>();
    private final Map<String, StatsFeed> feeds = new ConcurrentHashMap<>();
    private EcsTask task;

    private IntrospectionTask(DockerEngine engine, String networkMode, EcsTask task) throws IOException {
        this.engine = engine;
        this.networkMode = networkMode;
        this.task = task;
        this.cgroup = TaskCgroup.of(task);
        var address = networkMode.equals("host") ? InetAddress.getLoopbackAddress() : engine.gateway(networkMode);
        this.stand = new IntrospectionStand(engine, address);
        this.mackerel = new MackerelRecorder(address);
    }

    /** Takes the Engine over, also when it throws. */
    static IntrospectionTask of(DockerEngine engine, String networkMode, EcsTask task) throws IOException {
        try {
            return new IntrospectionTask(engine, networkMode, task);
        } catch (IOException | RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Starts a container of the task and waits until it is ready. */
    void start(Workload workload) {
        containerIds.put(workload.name(), engine.start(workload.in(cgroup)));
        follow(workload.name());
    }

    /** What the agent is told, so that it finds everything. */
    AgentDefinition definition() {
        return AgentDefinition.of(networkMode, cgroup.parent(), engine.socket())
                .withEnvironment(Map.of(
                        "MACKEREL_ECS_INTROSPECTION_URI", stand.uri().toString(),
                        "MACKEREL_APIBASE", mackerel.apibase().toString()));
    }

    /** Starts the agent, with which the task is complete. */
    AgentContainer start(AgentDefinition definition) {
        var agent = AgentContainer.create(engine, definition);
        containerIds.put(AgentContainer.NAME, agent.id());
        task = task.with(containerIds);
        stand.serve(task);
        var _ = agent.onExit().whenComplete((status, failure) -> mackerel.recheck());
        agent.start();
        return agent;
    }

    /** Reads Docker's stats of this running container from now on. */
    void follow(String name) {
        feeds.put(name, StatsFeed.of(engine, containerIds.get(name), InstantSource.system()));
    }

    /** Waits until that value of a collection that began later than then has come. */
    void awaitValue(AgentContainer agent, String name, Instant then) throws InterruptedException {
        await(
                agent,
                name + " after " + then,
                recorder -> recorder.values().stream()
                        .anyMatch(value -> value.name().equals(name) && value.time() > then.getEpochSecond()));
    }

    /** Waits for the condition as long as the agent runs and Mackerel has refused nothing. */
    void await(AgentContainer agent, String description, Predicate<MackerelRecorder> condition)
            throws InterruptedException {
        try {
            mackerel.await(recorder -> isHopeless(agent, recorder) || condition.test(recorder), LONG_ENOUGH);
            assertThat(mackerel.refusals()).as("what Mackerel refused").isEmpty();
            assertThat(agent.isAlive()).as("the agent runs").isTrue();
        } catch (AssertionError e) {
            throw new AssertionError(
                    "waiting for " + description + ": " + e.getMessage() + "\nthe agent printed:\n"
                            + agent.printed().text(),
                    e);
        }
    }

    private static boolean isHopeless(AgentContainer agent, MackerelRecorder mackerel) {
        return !agent.isAlive() || !mackerel.refusals().isEmpty();
    }

    DockerEngine engine() {
        return engine;
    }

    EcsTask task() {
        return task;
    }

    IntrospectionStand stand() {
        return stand;
    }

    MackerelRecorder mackerel() {
        return mackerel;
    }

    /** All that Docker read so far, by container name. */
    Map<String, List<StatsSample>> samples() {
        return feeds.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, feed -> feed.getValue().samples()));
    }

    /** Removes the containers before their cgroup. */
    @Override
    public void close() {
        feeds.values().forEach(StatsFeed::close);
        stand.close();
        mackerel.close();
        engine.close();
        cgroup.close();
    }
}
