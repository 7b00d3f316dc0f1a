package io.mackerel.agent.config;

import io.mackerel.agent.http.LogText;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What an answer of S3 that is no object means, and what to do. */
final class S3Refusal {
    private static final String DENIED =
            "S3 refused access: the role needs s3:GetObject on it, and kms:Decrypt if a key of"
                    + " KMS encrypts it; without s3:ListBucket S3 says the same of a key that does not exist";
    private static final String EXPIRED =
            "the AWS session has expired; renew AWS_SESSION_TOKEN and the keys beside it, or"
                    + " give the task or the pod a role instead";
    private static final String NO_KEY = "does not exist: the bucket has no such key; correct MACKEREL_AGENT_CONFIG";
    private static final String OTHER_REGION = "is in another region; set AWS_REGION to the bucket's";

    private static final Map<String, String> BY_CODE = Map.ofEntries(
            Map.entry("NoSuchKey", NO_KEY),
            Map.entry("NoSuchBucket", "does not exist: there is no such bucket; correct MACKEREL_AGENT_CONFIG"),
            Map.entry("InvalidBucketName", "names no bucket that can be; correct MACKEREL_AGENT_CONFIG"),
            Map.entry("AccessDenied", DENIED),
            Map.entry(
                    "InvalidAccessKeyId",
                    "S3 does not know the access key; correct AWS_ACCESS_KEY_ID, and AWS_REGION if the key belongs to"
                            + " AWS in China or GovCloud"),
            Map.entry(
                    "SignatureDoesNotMatch",
                    "S3 refused the signature: the secret does not belong to the access key; correct"
                            + " AWS_SECRET_ACCESS_KEY"),
            Map.entry("ExpiredToken", EXPIRED),
            Map.entry("TokenRefreshRequired", EXPIRED),
            Map.entry(
                    "InvalidToken",
                    "S3 refused the session token; set AWS_SESSION_TOKEN to the one that came with the keys"),
            Map.entry(
                    "RequestTimeTooSkewed",
                    "this machine's clock is more than 15 minutes off, so that S3 refuses its signatures; set the clock"),
            Map.entry("PermanentRedirect", OTHER_REGION),
            Map.entry("AuthorizationHeaderMalformed", OTHER_REGION),
            Map.entry("InvalidObjectState", "is archived; restore the object or store it in another class"));

    private S3Refusal() {}

    static String of(S3Exception answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null ? "" : Objects.requireNonNullElse(details.errorCode(), "");
        String known = BY_CODE.get(code);
        return known == null ? byStatus(answer.statusCode(), code, details) : known;
    }

    private static String byStatus(int status, String code, @Nullable AwsErrorDetails details) {
        return switch (status) {
            case 301, 307 -> OTHER_REGION;
            case 403 -> told(code, details).isEmpty() ? DENIED : "S3 refused access" + told(code, details);
            case 404 -> "does not exist; correct MACKEREL_AGENT_CONFIG, or AWS_ENDPOINT_URL_S3 if that is set";
            case 407 -> "the proxy refused the user or the password; correct HTTP_PROXY or HTTPS_PROXY";
            default -> "S3 answered " + status + told(code, details) + "; is it S3, and can it be asked later?";
        };
    }

    private static String told(String code, @Nullable AwsErrorDetails details) {
        String message = details == null ? "" : Objects.requireNonNullElse(details.errorMessage(), "");
        return (code.isEmpty() ? "" : " " + LogText.line(code))
                + (message.isEmpty() ? "" : " (" + LogText.line(message) + ")");
    }
}
