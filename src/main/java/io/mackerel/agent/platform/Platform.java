package io.mackerel.agent.platform;

import io.mackerel.agent.metric.Snapshot;
import java.util.List;

/** What runs the workload. Methods block, for some seconds at most, and may be called from any thread. */
public interface Platform extends AutoCloseable {
    /** One line for the log: which platform this is and where it is read from. */
    String description();

    /**
     * Finds out, and logs, what there is to work with, before anything else is asked. Trouble that may pass is left to
     * what follows.
     *
     * @throws NotPermittedException when the agent can never work like this
     */
    void preflight() throws NotPermittedException;

    /** What the pre-flight found, each a line for a person; empty before it, and where there is nothing to tell. */
    default List<String> found() {
        return List.of();
    }

    /**
     * Whether the workload runs.
     *
     * @throws NotPermittedException when the agent can never work like this
     * @throws PlatformException when the platform does not answer
     */
    WorkloadState state() throws PlatformException;

    /**
     * The workload as it is now.
     *
     * @throws PlatformException when the platform does not answer
     */
    Workload workload() throws PlatformException;

    /**
     * Takes a sample of all containers and of the network.
     *
     * @throws PlatformException when nothing can be read at all; a container that cannot is left out of the snapshot
     */
    Snapshot snapshot() throws PlatformException;

    /** Lets go of connections, those of questions that are still open too. */
    @Override
    void close();
}
