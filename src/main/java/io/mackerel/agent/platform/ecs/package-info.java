/** Amazon ECS: the Task Metadata Endpoint, and what its answers mean. */
@NullMarked
package io.mackerel.agent.platform.ecs;

import org.jspecify.annotations.NullMarked;
