/** The port to whatever runs the workload: its state, its identity and its samples. */
@NullMarked
package io.mackerel.agent.platform;

import org.jspecify.annotations.NullMarked;
