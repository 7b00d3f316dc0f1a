/** What keeps the agent from its work: one examination for each thing that it depends on, and what they found. */
@NullMarked
package io.mackerel.agent.doctor;

import org.jspecify.annotations.NullMarked;
