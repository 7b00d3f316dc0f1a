/** The demonstration: a simulated task, a local stand-in for Mackerel, and a live table of what arrives there. */
@NullMarked
package io.mackerel.agent.demo;

import org.jspecify.annotations.NullMarked;
