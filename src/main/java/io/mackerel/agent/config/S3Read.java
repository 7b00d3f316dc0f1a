package io.mackerel.agent.config;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ChecksumMode;

/** One read of one object, with clients of its own. It takes as long as it takes. */
final class S3Read implements Callable<byte[]> {
    private static final int ATTEMPTS = 2;

    private final ConfigLocation.S3 location;
    private final S3Endpoint endpoint;
    private final S3Credentials credentials;
    private final S3Connections connections;
    private volatile boolean credentialsKnown;

    S3Read(ConfigLocation.S3 location, S3Endpoint endpoint, S3Credentials credentials, S3Connections connections) {
        this.location = location;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.connections = connections;
    }

    @Override
    public byte[] call() throws DocumentException {
        AwsCredentials identity = credentials.resolve();
        credentialsKnown = true;
        try (SdkHttpClient http = UrlConnectionHttpClient.create(connections);
                S3Client s3 = client(http, identity)) {
            return s3.getObject(
                    request -> request.bucket(location.bucket())
                            .key(location.key())
                            .checksumMode(ChecksumMode.ENABLED),
                    (response, content) -> bounded(content));
        }
    }

    /** What a read that lasted too long was waiting for; may be called from any thread. */
    DocumentException timedOutAfter(Duration limit) {
        return new DocumentException(
                credentialsKnown
                        ? endpoint.shown() + " did not send it within " + limit.toSeconds()
                                + " s; is there a good way to"
                                + " it from here, through a NAT gateway, a VPC endpoint or a proxy?"
                        : "no AWS credentials came within " + limit.toSeconds() + " s; " + S3Credentials.ADVICE);
    }

    private S3Client client(SdkHttpClient http, AwsCredentials identity) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http)
                .credentialsProvider(StaticCredentialsProvider.create(identity))
                // A mode taken from the environment may ask the instance metadata for the region.
                .defaultsMode(DefaultsMode.STANDARD)
                .crossRegionAccessEnabled(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(
                        override -> override.retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()))
                .region(Region.of(endpoint.region()));
        // Stores other than Amazon's seldom have a name in the DNS for each bucket.
        return (endpoint.override() == null
                        ? builder
                        : builder.endpointOverride(endpoint.override()).forcePathStyle(true))
                .build();
    }

    private static byte[] bounded(AbortableInputStream content) {
        try {
            byte[] start = content.readNBytes(RemoteDocuments.LARGEST + 1);
            if (start.length > RemoteDocuments.LARGEST) {
                content.abort();
            }
            return start;
        } catch (IOException e) {
            throw RetryableException.create("the connection broke", e);
        }
    }
}
