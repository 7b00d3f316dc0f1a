/** The machine below the container, as /proc and the network interfaces show it, not the JVM. */
@NullMarked
package io.mackerel.agent.machine;

import org.jspecify.annotations.NullMarked;
