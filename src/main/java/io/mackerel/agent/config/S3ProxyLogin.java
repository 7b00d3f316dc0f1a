package io.mackerel.agent.config;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Gives proxies that ask for it the agent's password. One object serves all reads, since the JVM remembers for good what
 * each one said.
 */
final class S3ProxyLogin extends Authenticator {
    private final AtomicReference<@Nullable Proxy> next = new AtomicReference<>();

    S3ProxyLogin() {
        // Without it the JVM tells proxies no password when it asks them for a tunnel; it looks once, at its first
        // connection.
        System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
    }

    /** The connection to be opened goes through {@code proxy}. */
    void use(Proxy proxy) {
        next.set(proxy);
    }

    @Override
    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
        // The JVM asks again for each time that the password is refused.
        Proxy proxy = next.getAndSet(null);
        if (getRequestorType() != RequestorType.PROXY || proxy == null || proxy.user() == null) {
            return null;
        }
        return new PasswordAuthentication(
                proxy.user(), Objects.requireNonNullElse(proxy.password(), "").toCharArray());
    }
}
