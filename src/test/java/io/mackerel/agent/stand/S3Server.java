package io.mackerel.agent.stand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3Proxy, a server that speaks S3 and checks each signature, as a process on loopback. It keeps
 * objects in its memory, and takes any session token.
 */
public final class S3Server implements AutoCloseable {
    public static final String ACCESS_KEY = "AKIDOFTHETESTS";
    public static final String SECRET_KEY = "s3cretOfTheTestsWithS3";

    private static final Path LIBRARIES = Path.of("target", "s3proxy");
    private static final Path LIBRARIES_OF_THE_AGENT = Path.of("target", "quarkus-app", "lib", "main");
    private static final Duration START = Duration.ofSeconds(60);

    private final AgentProcess process;
    private final int port;

    private S3Server(AgentProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and waits until it listens. */
    public static S3Server start(Path folder) throws IOException {
        int port = freePort();
        var settings = Files.writeString(folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v4
                s3proxy.ignore-unknown-headers=true
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=transient-nio2
                jclouds.identity=unused
                jclouds.credential=unused
                """.formatted(port, ACCESS_KEY, SECRET_KEY));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = List.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                "org.gaul.s3proxy.Main",
                "--properties",
                settings.toString());
        var server = new S3Server(AgentProcess.startCommand(Map.of(), command), port);
        server.awaitListening();
        return server;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public void createBucket(String bucket) {
        try (var s3 = client()) {
            s3.createBucket(request -> request.bucket(bucket));
        }
    }

    public void put(String bucket, String key, String content) {
        try (var s3 = client()) {
            s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private S3Client client() {
        return S3Client.builder()
                .endpointOverride(uri())
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private void awaitListening() {
        var end = System.nanoTime() + START.toNanos();
        while (!listens()) {
            if (System.nanoTime() > end || !process.isAlive()) {
                var printed = process.output();
                close();
                throw new IllegalStateException("the S3 server did not start; it printed\n" + printed);
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Its own libraries, and of the agent's those that it names too. */
    private static String classPath() throws IOException {
        if (!Files.isDirectory(LIBRARIES) || !Files.isDirectory(LIBRARIES_OF_THE_AGENT)) {
            throw new IllegalStateException("run ./mvnw verify, which brings " + LIBRARIES + " and packages the agent");
        }
        try (var sdk = Files.newDirectoryStream(LIBRARIES_OF_THE_AGENT, "software.amazon.awssdk.*.jar")) {
            return Stream.concat(Stream.of(LIBRARIES.resolve("*")), StreamSupport.stream(sdk.spliterator(), false))
                    .map(Path::toString)
                    .collect(Collectors.joining(System.getProperty("path.separator")));
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
