package io.mackerel.agent.config;

import io.mackerel.agent.http.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Why an object of S3 could not be read, in one line for a person. */
final class S3Failure {
    private S3Failure() {}

    /**
     * @param asked the endpoint, as a person knows it
     */
    static DocumentException of(ExecutionException failed, String asked) {
        Throwable failure = Objects.requireNonNull(failed.getCause());
        return switch (failure) {
            case DocumentException known -> known;
            case S3Exception answer -> new DocumentException(S3Refusal.of(answer));
            case Error fatal -> throw fatal;
            default -> new DocumentException(unanswered(root(failure), asked));
        };
    }

    private static String unanswered(Throwable root, String asked) {
        return switch (root) {
            case UnknownHostException _ ->
                "the DNS knows no address for " + asked + "; correct the bucket's name, AWS_REGION, AWS_ENDPOINT_URL_S3"
                        + " or the proxy";
            case ConnectException _ ->
                asked + " takes no connection (" + FailureReason.of(root)
                        + "); correct AWS_ENDPOINT_URL_S3 or the proxy," + " or open the way to it";
            case SocketTimeoutException _ ->
                asked + " does not answer (" + FailureReason.of(root)
                        + "); is there a way to it from here, through a NAT" + " gateway, a VPC endpoint or a proxy?";
            // The JVM says so and only so when a proxy answers anything but 200 to CONNECT.
            case IOException _
            when FailureReason.of(root).startsWith("Unable to tunnel") ->
                "the proxy refused a tunnel to " + asked + " (" + FailureReason.of(root) + "); correct HTTPS_PROXY, the"
                        + " user and the password in it, or what the proxy allows";
            default -> "cannot be read from " + asked + ": " + FailureReason.of(root);
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
