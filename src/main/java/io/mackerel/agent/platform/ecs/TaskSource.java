package io.mackerel.agent.platform.ecs;

import io.mackerel.agent.platform.NotPermittedException;
import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.ecs.TaskResponse.ContainerResponse;
import java.util.function.Predicate;

/** A way to learn of the own task. Methods block, for some seconds at most, and may be called from any thread. */
interface TaskSource extends AutoCloseable {
    /** What is read and where, as {@code key=value}. */
    String description();

    /**
     * Looks at what must be there before anything can be asked.
     *
     * @throws NotPermittedException when it is not, and will not be; the message says what to add
     */
    void preflight() throws NotPermittedException;

    /**
     * The task without statistics.
     *
     * @throws NotPermittedException when it can never be read like this
     * @throws PlatformException when it cannot be read
     */
    TaskResponse task() throws PlatformException;

    /**
     * The task, and the statistics of its containers.
     *
     * @param wanted the containers whose statistics are asked for, where each is asked about by itself
     * @throws PlatformException when nothing can be read; what only some containers lack is left out
     */
    TaskReading reading(Predicate<ContainerResponse> wanted) throws PlatformException;

    /** Ends the questions that are still open. */
    @Override
    void close();
}
