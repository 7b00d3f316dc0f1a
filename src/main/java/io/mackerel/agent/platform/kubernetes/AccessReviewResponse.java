package io.mackerel.agent.platform.kubernetes;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/** The API server's answer to a SelfSubjectAccessReview. */
@RegisterForReflection
record AccessReviewResponse(@Nullable Status status) {
    record Status(@Nullable Boolean allowed) {}

    /**
     * @throws UnusableAnswerException when it says neither yes nor no
     */
    boolean isAllowed() {
        if (status == null || status.allowed() == null) {
            throw new UnusableAnswerException("an access review without a verdict");
        }
        return status.allowed();
    }
}
