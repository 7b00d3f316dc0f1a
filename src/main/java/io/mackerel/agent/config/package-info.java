/** The configuration: its tree, its sources and their validation. Every problem is found in one pass. */
@NullMarked
package io.mackerel.agent.config;

import org.jspecify.annotations.NullMarked;
