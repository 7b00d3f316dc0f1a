/** The Mackerel API: its wire form, what its answers mean, and the registration of the host. */
@NullMarked
package io.mackerel.agent.mackerel;

import org.jspecify.annotations.NullMarked;
