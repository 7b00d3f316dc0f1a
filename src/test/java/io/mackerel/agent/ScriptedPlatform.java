package io.mackerel.agent;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.metric.ContainerName;
import io.mackerel.agent.metric.ContainerSample;
import io.mackerel.agent.metric.Limits;
import io.mackerel.agent.metric.Reading;
import io.mackerel.agent.metric.SampleTime;
import io.mackerel.agent.metric.Snapshot;
import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.Platform;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.Workload;
import io.mackerel.agent.platform.WorkloadState;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A platform whose answers are given beforehand; the last one is repeated. */
final class ScriptedPlatform implements Platform {
    private final Deque<Callable<WorkloadState>> states = new ArrayDeque<>();
    private final Deque<Callable<Snapshot>> snapshots = new ArrayDeque<>();
    private boolean failing;
    private @Nullable String missingRight;
    private int closes;

    ScriptedPlatform state(Callable<WorkloadState> answer) {
        states.add(answer);
        return this;
    }

    ScriptedPlatform snapshot(Callable<Snapshot> answer) {
        snapshots.add(answer);
        return this;
    }

    /** The pre-flight finds that this is not permitted. */
    ScriptedPlatform denying(String right) {
        missingRight = right;
        return this;
    }

    int closes() {
        return closes;
    }

    static <T> Callable<T> denial(String right) {
        return () -> {
            throw new NotPermittedException(right);
        };
    }

    void failWorkload(boolean fail) {
        failing = fail;
    }

    static <T> Callable<T> silence() {
        return () -> {
            throw new PlatformException("no answer", null);
        };
    }

    static Callable<Snapshot> empty(long second) {
        return () -> new Snapshot(Instant.ofEpochSecond(second), List.of(), List.of(), List.of());
    }

    /** One container, read at {@code second}, that has used {@code cpuSeconds}. */
    static Callable<Snapshot> reading(long second, double cpuSeconds) {
        Instant at = Instant.ofEpochSecond(second);
        return () -> new Snapshot(
                at,
                List.of(new ContainerSample(
                        "id",
                        new ContainerName("app"),
                        null,
                        new Reading((long) (cpuSeconds * 1e9), SampleTime.stamped(at)),
                        new Reading(1_000, SampleTime.stamped(at)),
                        new Limits(200.0, 2_000L),
                        List.of())),
                List.of(),
                List.of());
    }

    @Override
    public String description() {
        return "platform=scripted";
    }

    @Override
    public void preflight() throws NotPermittedException {
        if (missingRight != null) {
            throw new NotPermittedException(missingRight);
        }
    }

    @Override
    public WorkloadState state() throws PlatformException {
        return next(states);
    }

    @Override
    public Workload workload() throws PlatformException {
        if (failing) {
            throw new PlatformException("no answer", null);
        }
        return new Workload("task1", new CustomIdentifier("task1.ecs"), null);
    }

    @Override
    public Snapshot snapshot() throws PlatformException {
        return next(snapshots);
    }

    @Override
    public void close() {
        closes++;
    }

    private static <T> T next(Deque<Callable<T>> answers) throws PlatformException {
        Callable<T> answer = answers.size() > 1 ? answers.poll() : answers.getFirst();
        try {
            return answer.call();
        } catch (PlatformException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
