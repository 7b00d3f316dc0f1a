package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
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
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable TaskSource found;

    /**
     * @param candidates the preferred one first
     * @param executor runs a question that may be given up
     * @param patience with each before the next one is asked, too
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
        return source == null ? searched().task() : source.task();
    }

    @Override
    public TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException {
        TaskSource source = found;
        return (source == null ? searched().source() : source).reading(wanted);
    }

    @Override
    public void close() {
        candidates.forEach(TaskSource::close);
    }

    /** A source, and what it told when it was found. */
    private record Found(TaskSource source, TaskResponse task) {}

    /** Finds one, whoever else is about to. */
    private Found searched() throws PlatformException {
        lock.lock();
        try {
            TaskSource source = found;
            return source == null ? search() : new Found(source, source.task());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The first source that has a task.
     *
     * @throws PlatformException when none has, with the reasons of all: each may still come
     */
    private Found search() throws PlatformException {
        Map<TaskSource, Future<TaskResponse>> late = new LinkedHashMap<>();
        Map<TaskSource, String> reasons = new LinkedHashMap<>();
        for (TaskSource candidate : candidates) {
            Future<TaskResponse> question = ask(candidate);
            if (candidate != candidates.getLast() && !isAnsweredSoon(question)) {
                late.put(candidate, question);
                continue;
            }
            TaskResponse task = answer(candidate, question, reasons);
            if (task != null) {
                return found(candidate, task, reasons);
            }
        }
        for (Map.Entry<TaskSource, Future<TaskResponse>> question : late.entrySet()) {
            TaskResponse task = answer(question.getKey(), question.getValue(), reasons);
            if (task != null) {
                return found(question.getKey(), task, reasons);
            }
        }
        throw new PlatformException("no source tells of the task: " + String.join("; ", reasons.values()), null);
    }

    private Future<TaskResponse> ask(TaskSource candidate) {
        FutureTask<TaskResponse> question = new FutureTask<>(candidate::task);
        executor.execute(question);
        return question;
    }

    private boolean isAnsweredSoon(Future<TaskResponse> question) throws PlatformException {
        try {
            question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Null when the source has no task; then there is one reason more. */
    private static @Nullable TaskResponse answer(
            TaskSource source, Future<TaskResponse> question, Map<TaskSource, String> reasons)
            throws PlatformException {
        try {
            TaskResponse task = question.get();
            if (!EcsWorkload.taskId(task.taskArn()).isEmpty()) {
                return task;
            }
            reasons.put(source, source.description() + " tells of no task");
            return null;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof PlatformException trouble)) {
                throw new IllegalStateException("an unexpected failure of " + source.description(), e.getCause());
            }
            reasons.put(source, String.valueOf(trouble.getMessage()));
            return null;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** It was taken for what keeps those before it from being read. */
    private Found found(TaskSource source, TaskResponse task, Map<TaskSource, String> reasons) {
        found = source;
        candidates.stream().filter(each -> each != source).forEach(TaskSource::close);
        String reason = candidates.stream()
                .takeWhile(each -> each != source)
                .map(before -> reasons.getOrDefault(before, before.description() + " has not answered yet"))
                .collect(Collectors.joining("; "));
        LOG.infof(
                "source of the task found: %s reason=%s",
                source.description(), reason.isEmpty() ? "it answers" : reason);
        return new Found(source, task);
    }

    private static PlatformException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PlatformException("interrupted", e);
    }
}
