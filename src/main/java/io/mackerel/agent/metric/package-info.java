/** From raw samples to metric values: snapshots, intervals, deltas, names. Pure: no framework, no I/O. */
@NullMarked
package io.mackerel.agent.metric;

import org.jspecify.annotations.NullMarked;
