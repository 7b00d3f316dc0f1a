package io.mackerel.agent.doctor;

import java.util.List;

/** Looks at one thing that the agent depends on, and leaves it as it was. */
@FunctionalInterface
public interface Examination {
    /** May block for as long as what is examined does; an interrupt ends it. */
    List<Finding> examine() throws InterruptedException;
}
