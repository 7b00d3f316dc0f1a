package io.mackerel.agent.doctor;

import io.mackerel.agent.http.FailureReason;
import io.mackerel.agent.http.ShownDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** Runs examinations, all at the same time, and tells what they found in their order. */
public final class Diagnosis {
    private final LongSupplier nanoTime;
    private final UnaryOperator<String> masking;

    /**
     * @param masking takes secrets out of all that is found
     */
    public Diagnosis(LongSupplier nanoTime, UnaryOperator<String> masking) {
        this.nanoTime = nanoTime;
        this.masking = masking;
    }

    /**
     * Blocks for as long as the longest of them may take. An interrupt ends them all.
     *
     * @param report gets each finding as soon as it and those before it are known, on this thread
     * @return the worst that was found
     */
    public Outcome run(List<Step> steps, Consumer<Finding> report) throws InterruptedException {
        long begin = nanoTime.getAsLong();
        List<FutureTask<List<Finding>>> begun = new ArrayList<>();
        try {
            steps.forEach(step -> begun.add(begun(step)));
            Outcome worst = Outcome.OK;
            for (int i = 0; i < steps.size(); i++) {
                for (Finding finding : found(steps.get(i), begun.get(i), begin)) {
                    worst = worst.worse(finding.outcome());
                    report.accept(finding.masked(masking));
                }
            }
            return worst;
        } finally {
            begun.forEach(each -> each.cancel(true));
        }
    }

    private static FutureTask<List<Finding>> begun(Step step) {
        FutureTask<List<Finding>> task = new FutureTask<>(step.examination()::examine);
        Thread.ofVirtual().name("examine-" + step.subject()).start(task);
        return task;
    }

    private List<Finding> found(Step step, FutureTask<List<Finding>> task, long begin) throws InterruptedException {
        Duration left = step.longest().minusNanos(nanoTime.getAsLong() - begin);
        try {
            return task.get(Math.max(0, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            task.cancel(true);
            return List.of(new Finding(
                    step.subject(),
                    step.ifItHangs(),
                    "hangs: no result within " + ShownDuration.of(step.longest()),
                    "find out what it waits for: an agent would wait there, too"));
        } catch (ExecutionException e) {
            return List.of(Finding.problem(
                    step.subject(),
                    "could not be examined: " + FailureReason.of(e),
                    "report this as a fault of the agent"));
        }
    }
}
