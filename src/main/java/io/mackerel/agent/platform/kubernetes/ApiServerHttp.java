package io.mackerel.agent.platform.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientBuilder;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the Kubernetes client speaks HTTP: on the agent's event loops, trusting the cluster's own authority and no public
 * one, without a proxy. Redirects are not followed, since the token would go with them (a kubelet that the API server
 * proxies to may answer anything, CVE-2022-3172).
 */
final class ApiServerHttp implements HttpClient.Factory {
    private final Vertx vertx;
    private final byte @Nullable [] authority;

    /**
     * @param authority PEM certificates; null for a server without TLS
     */
    ApiServerHttp(Vertx vertx, byte @Nullable [] authority) {
        this.vertx = vertx;
        this.authority = authority == null ? null : authority.clone();
    }

    @Override
    public HttpClient.Builder newBuilder() {
        return new VertxHttpClientBuilder<>(this, vertx);
    }

    /** Takes from {@code config} how often to repeat only: to apply all of it would load the public authorities, too. */
    @Override
    public HttpClient.Builder newBuilder(Config config) {
        HttpClient.Builder builder = newBuilder().connectTimeout(Trouble.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        builder.tag(config.getRequestConfig());
        return authority == null ? builder : builder.sslContext(null, trusting(authority));
    }

    private static TrustManager[] trusting(byte[] pem) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate each :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                trusted.setCertificateEntry("ca-" + number++, each);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(trusted);
            return managers.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new UnusableAnswerException("the CA file holds no PEM certificates: " + e.getMessage());
        }
    }
}
