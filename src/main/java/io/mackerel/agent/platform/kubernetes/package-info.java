/** Kubernetes: the own pod from the API server or the kubelet, its statistics from the kubelet, and the rights for both. */
@NullMarked
package io.mackerel.agent.platform.kubernetes;

import org.jspecify.annotations.NullMarked;
