/** What a check plugin found, and when it is reported. Pure: no framework, no I/O. */
@NullMarked
package io.mackerel.agent.check;

import org.jspecify.annotations.NullMarked;
