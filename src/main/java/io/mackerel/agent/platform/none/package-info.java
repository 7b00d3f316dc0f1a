/** No platform at all, for trying things out. */
@NullMarked
package io.mackerel.agent.platform.none;

import org.jspecify.annotations.NullMarked;
