/** The commands, their exit statuses, and what a person reads. */
@NullMarked
package io.mackerel.agent.cli;

import org.jspecify.annotations.NullMarked;
