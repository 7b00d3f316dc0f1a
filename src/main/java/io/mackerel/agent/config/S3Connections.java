package io.mackerel.agent.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.urlconnection.UrlConnectionFactory;

/** Opens connections to S3 through the agent's proxies, whatever the JVM or the SDK think of proxies. */
final class S3Connections implements UrlConnectionFactory {
    private final ProxyConfig proxies;
    private final S3ProxyLogin login;

    S3Connections(ProxyConfig proxies, S3ProxyLogin login) {
        this.proxies = proxies;
        this.login = login;
    }

    @Override
    public HttpURLConnection createConnection(URI uri) {
        Proxy proxy = proxies.forUri(uri);
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(route(proxy));
            // The JVM would keep it, and a thread that looks after it.
            connection.setRequestProperty("Connection", "close");
            if (proxy != null && proxy.user() != null) {
                login.use(proxy);
                connection.setAuthenticator(login);
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.net.Proxy route(@Nullable Proxy proxy) {
        return proxy == null
                ? java.net.Proxy.NO_PROXY
                : new java.net.Proxy(java.net.Proxy.Type.HTTP, new InetSocketAddress(proxy.host(), proxy.port()));
    }
}
