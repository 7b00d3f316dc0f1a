package io.mackerel.agent.platform.kubernetes;

import org.jspecify.annotations.Nullable;

/**
 * What tells the own pod from the node's others.
 *
 * @param uid the kubelet's; null while it is not known, and then any fits
 */
record PodReference(String namespace, String name, @Nullable String uid) {
    boolean fits(@Nullable String otherNamespace, @Nullable String otherName, @Nullable String otherUid) {
        return namespace.equals(otherNamespace) && name.equals(otherName) && (uid == null || uid.equals(otherUid));
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
