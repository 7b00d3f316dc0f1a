package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** A SelfSubjectAccessReview ({@code authorization.k8s.io/v1}): may I? Every account may ask that of itself. */
@RegisterForReflection
record AccessReviewRequest(String apiVersion, String kind, Spec spec) {
    static AccessReviewRequest get(
            String resource, @Nullable String subresource, @Nullable String namespace, @Nullable String name) {
        return new AccessReviewRequest(
                "authorization.k8s.io/v1",
                "SelfSubjectAccessReview",
                new Spec(new ResourceAttributes("get", resource, subresource, namespace, name)));
    }

    record Spec(ResourceAttributes resourceAttributes) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ResourceAttributes(
            String verb,
            String resource,
            @Nullable String subresource,
            @Nullable String namespace,
            @Nullable String name) {}
}
