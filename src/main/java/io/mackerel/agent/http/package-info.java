/** What every HTTP edge needs alike. */
@NullMarked
package io.mackerel.agent.http;

import org.jspecify.annotations.NullMarked;
