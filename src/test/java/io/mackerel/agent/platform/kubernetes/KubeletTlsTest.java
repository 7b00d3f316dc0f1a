package io.mackerel.agent.platform.kubernetes;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.tomakehurst.wiremock.WireMockServer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
class KubeletTlsTest {
    private static final PodReference OWN = new PodReference("team-a", "demo", null);

    @TempDir
    private static Path certificates;

    @Inject
    Vertx vertx;

    @TempDir
    private Path directory;

    private static TestCertificate ofServer;
    private static TestCertificate other;
    private static WireMockServer server;

    @BeforeAll
    static void start() {
        ofServer = TestCertificate.in(certificates, "kubelet");
        other = TestCertificate.in(certificates, "other");
        server = new WireMockServer(options()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(ofServer.keyStore().toString())
                .keystoreType("PKCS12")
                .keystorePassword(TestCertificate.PASSWORD)
                .keyManagerPassword(TestCertificate.PASSWORD));
        server.start();
        server.stubFor(get(anyUrl()).willReturn(okJson("{\"pods\": []}")));
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    @Test
    void aKubeletWhoseCertificateTheAuthoritySignedIsTrusted() {
        // When
        Answer<byte[]> answer = trusting(ofServer.pem()).stats(OWN);

        // Then
        assertThat(answer).isInstanceOf(Answer.Given.class);
    }

    @Test
    void anyOtherIsNot() {
        // When
        Answer<byte[]> answer = trusting(other.pem()).stats(OWN);

        // Then
        assertThat(complaint(answer)).contains("its certificate is not trusted").hasLineCount(1);
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() {
        // Given
        URI byName = URI.create("https://localhost:" + server.httpsPort() + "/");

        // When
        Answer<byte[]> answer =
                client(byName, new CertificateAuthority(ofServer.pem())).stats(OWN);

        // Then
        assertThat(complaint(answer)).contains("its certificate is not trusted");
    }

    @Test
    void withoutAnAuthorityNothingIsChecked() {
        // When
        Answer<byte[]> answer = client(base(), null).stats(OWN);

        // Then
        assertThat(answer).isInstanceOf(Answer.Given.class);
    }

    @Test
    void anAuthorityThatIsReplacedCountsFromTheNextQuestionOn() throws IOException {
        // Given
        Path file = Files.copy(other.pem(), directory.resolve("ca.crt"));
        KubeletClient client = trusting(file);
        Answer<byte[]> before = client.stats(OWN);
        Files.writeString(file, Files.readString(other.pem()) + Files.readString(ofServer.pem()));

        // When
        Answer<byte[]> after = client.stats(OWN);

        // Then
        assertThat(before).isInstanceOf(Answer.Unavailable.class);
        assertThat(after).isInstanceOf(Answer.Given.class);
    }

    @Test
    void anAuthorityThatIsTakenAwayStillCounts() throws IOException {
        // Given
        Path file = Files.copy(ofServer.pem(), directory.resolve("ca.crt"));
        KubeletClient client = trusting(file);
        client.stats(OWN);
        Files.delete(file);

        // When
        Answer<byte[]> answer = client.stats(OWN);

        // Then
        assertThat(answer).isInstanceOf(Answer.Given.class);
    }

    @Test
    void aMissingAuthorityIsTold() {
        // Given
        Path nowhere = directory.resolve("ca.crt");

        // When
        Answer<byte[]> answer = trusting(nowhere).stats(OWN);

        // Then
        assertThat(complaint(answer)).endsWith("there is no CA file " + nowhere);
    }

    @Test
    void anAuthorityThatHoldsNoCertificatesIsTold() throws IOException {
        // Given
        Path file = Files.writeString(directory.resolve("ca.crt"), "no certificate\n");

        // When
        Answer<byte[]> answer = trusting(file).stats(OWN);

        // Then
        assertThat(complaint(answer)).contains("gave no usable answer: ").hasLineCount(1);
    }

    private KubeletClient trusting(Path pem) {
        return client(base(), new CertificateAuthority(pem));
    }

    private KubeletClient client(URI base, CertificateAuthority authority) {
        return KubeletClient.secure(base, new JsonFactory(), new ServiceAccount(directory), authority, vertx);
    }

    private static URI base() {
        return URI.create("https://127.0.0.1:" + server.httpsPort() + "/");
    }

    private static String complaint(Answer<byte[]> answer) {
        assertThat(answer).isInstanceOf(Answer.Unavailable.class);
        return ((Answer.Unavailable<byte[]>) answer).reason();
    }
}
