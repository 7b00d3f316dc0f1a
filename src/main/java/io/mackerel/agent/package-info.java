/** Composition and life cycle: start, cycles, shutdown, and the one switch that picks the platform. */
@NullMarked
package io.mackerel.agent;

import org.jspecify.annotations.NullMarked;
