/** What was collected and not yet posted: kept within bounds, oldest first, tried again at the right pace. */
@NullMarked
package io.mackerel.agent.delivery;

import org.jspecify.annotations.NullMarked;
