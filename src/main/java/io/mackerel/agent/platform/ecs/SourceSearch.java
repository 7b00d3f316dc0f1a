package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Several sources of which nobody said which one is there: the first that tells of a task is read from then on. */
final class SourceSearch implements TaskSource {
    private static final Logger LOG = Logger.getLogger(SourceSearch.class);

    private final List<TaskSource> candidates;
    private final Executor executor;
    private final Duration patience;
    private volatile @Nullable TaskSource found;

    /**
     * @param candidates the preferred one first
     * @param executor runs a question that may be given up
     * @param patience with each but the last, while none was found
     */
    SourceSearch(List<TaskSource> candidates, Executor executor, Duration patience) {
        this.patience = patience;
        this.candidates = List.copyOf(candidates);
        this.executor = executor;
    }

    @Override
    public String description() {
        TaskSource source = found;
        return source == null
                ? candidates.stream().map(TaskSource::description).collect(Collectors.joining(", else "))
                : source.description();
    }

    /** What one of them lacks, another may not need. */
    @Override
    public void preflight() {}

    @Override
    public TaskResponse task() throws PlatformException {
        TaskSource source = found;
        return source == null ? search() : source.task();
    }

    @Override
    public TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException {
        if (found == null) {
            search();
        }
        TaskSource source = found;
        if (source == null) {
            throw new IllegalStateException("a search that ended found a source");
        }
        return source.reading(wanted);
    }

    @Override
    public void close() {
        candidates.forEach(TaskSource::close);
    }

    /**
     * What the first source that has a task tells of it.
     *
     * @throws PlatformException when none has, with the reasons of all: each may still come
     */
    private TaskResponse search() throws PlatformException {
        List<String> reasons = new ArrayList<>();
        for (TaskSource candidate : candidates) {
            try {
                TaskResponse task = candidate == candidates.getLast() ? candidate.task() : soon(candidate);
                if (!EcsWorkload.taskId(task.taskArn()).isEmpty()) {
                    foundOne(candidate, reasons);
                    return task;
                }
                reasons.add(candidate.description() + " tells of no task");
            } catch (PlatformException e) {
                reasons.add(String.valueOf(e.getMessage()));
            }
        }
        throw new PlatformException("no source tells of the task: " + String.join("; ", reasons), null);
    }

    private void foundOne(TaskSource source, List<String> reasons) {
        found = source;
        LOG.infof(
                "source of the task found: %s reason=%s",
                source.description(), reasons.isEmpty() ? "it answers" : String.join("; ", reasons));
    }

    private TaskResponse soon(TaskSource candidate) throws PlatformException {
        FutureTask<TaskResponse> question = new FutureTask<>(candidate::task);
        executor.execute(question);
        try {
            return question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlatformException trouble) {
                throw trouble;
            }
            throw new IllegalStateException("an unexpected failure of " + candidate.description(), e.getCause());
        } catch (TimeoutException e) {
            throw new PlatformException(
                    candidate.description() + " did not answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatformException("interrupted", e);
        }
    }
}
