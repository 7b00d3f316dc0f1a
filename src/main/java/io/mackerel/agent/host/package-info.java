/** What Mackerel calls a host: its identity, roles, status and specification. Pure: no framework, no I/O. */
@NullMarked
package io.mackerel.agent.host;

import org.jspecify.annotations.NullMarked;
