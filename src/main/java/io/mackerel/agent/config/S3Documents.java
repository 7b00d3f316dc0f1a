package io.mackerel.agent.config;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Reads objects of S3. The AWS SDK is loaded with this class, and nothing of it is left running between two reads. Its
 * credentials come from the environment of the process, all else from the given one.
 */
// What the SDK finds by name: roles assumed with a web identity, those of a profile, the parser of S3's errors.
@RegisterForReflection(
        classNames = {
            "software.amazon.awssdk.services.sts.internal.StsWebIdentityCredentialsProviderFactory",
            "software.amazon.awssdk.services.sts.internal.StsProfileCredentialsProviderFactory",
            "software.amazon.awssdk.http.urlconnection.UrlConnectionSdkHttpService",
            "com.sun.xml.internal.stream.XMLInputFactoryImpl"
        })
final class S3Documents {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Map<String, String> environment;
    private final Supplier<AwsCredentialsProvider> credentials;
    private final Duration atMost;
    private final S3ProxyLogin login = new S3ProxyLogin();

    S3Documents(Map<String, String> environment) {
        // Not create(), which is shared and must stay open.
        this(environment, () -> DefaultCredentialsProvider.builder().build(), LONGEST);
    }

    /**
     * @param credentials is closed after each read
     * @param atMost for all of a read, credentials included
     */
    S3Documents(Map<String, String> environment, Supplier<AwsCredentialsProvider> credentials, Duration atMost) {
        this.environment = Map.copyOf(environment);
        this.credentials = credentials;
        this.atMost = atMost;
    }

    /** Like {@link RemoteDocuments#read}. */
    byte[] read(ConfigLocation.S3 location, ProxyConfig proxies) throws DocumentException {
        S3Endpoint endpoint = S3Endpoint.of(environment);
        S3Credentials chain = new S3Credentials(credentials, environment);
        S3Read read = new S3Read(location, endpoint, chain, new S3Connections(proxies, login));
        FutureTask<byte[]> task = new FutureTask<>(read);
        // Interrupting a virtual thread also ends what it reads from a socket.
        Thread.ofVirtual().name("configuration from S3").start(task);
        try {
            return task.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw S3Failure.of(e, endpoint.shown());
        } catch (TimeoutException e) {
            throw read.timedOutAfter(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DocumentException("was not read, the agent is ending");
        } finally {
            task.cancel(true);
        }
    }
}
