/** Commands that are run safely: metric plugins, check plugins, readiness probes. */
@NullMarked
package io.mackerel.agent.plugin;

import org.jspecify.annotations.NullMarked;
