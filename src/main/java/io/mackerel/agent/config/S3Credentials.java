package io.mackerel.agent.config;

import io.mackerel.agent.http.LogText;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The agent's identity toward AWS. */
final class S3Credentials {
    static final String ADVICE =
            "give the task or the pod a role that may read the object, or set AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY";

    /** The sources that a variable makes count, by their names in the SDK's message. */
    private static final List<Source> SOURCES = List.of(
            new Source("AWS_WEB_IDENTITY_TOKEN_FILE", "WebIdentityTokenCredentialsProvider"),
            new Source("AWS_PROFILE", "ProfileCredentialsProvider"),
            new Source("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "ContainerCredentialsProvider"),
            new Source("AWS_CONTAINER_CREDENTIALS_FULL_URI", "ContainerCredentialsProvider"));

    private record Source(String variable, String provider) {
        /** The SDK's list goes {@code Name(what): reason, Name(): reason}. */
        Stream<String> reasonIn(String message) {
            return Pattern.compile(provider + "\\([^)]*\\): (.*?)(?:, \\w+\\([^)]*\\): |]?$)", Pattern.DOTALL)
                    .matcher(message)
                    .results()
                    .map((MatchResult found) -> variable + " is set, but: " + LogText.line(found.group(1)))
                    .limit(1);
        }
    }

    private final Supplier<AwsCredentialsProvider> chain;
    private final Map<String, String> environment;

    S3Credentials(Supplier<AwsCredentialsProvider> chain, Map<String, String> environment) {
        this.chain = chain;
        this.environment = environment;
    }

    AwsCredentials resolve() throws DocumentException {
        AwsCredentialsProvider provider = chain.get();
        try {
            return provider.resolveCredentials();
        } catch (SdkException e) {
            throw new DocumentException(missing(String.valueOf(e.getMessage())));
        } finally {
            if (provider instanceof SdkAutoCloseable open) {
                open.close();
            }
        }
    }

    private String missing(String message) {
        return SOURCES.stream()
                .filter(source ->
                        !environment.getOrDefault(source.variable(), "").isEmpty())
                .flatMap(source -> source.reasonIn(message))
                .findFirst()
                .map(reason -> "no AWS credentials were found; " + reason)
                .orElse("no AWS credentials were found; " + ADVICE);
    }
}
