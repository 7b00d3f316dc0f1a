package io.mackerel.agent.config;

import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One entry of {@code NO_PROXY}: what it matches is connected to directly. */
public sealed interface NoProxyRule {
    /**
     * Whether a request to {@code host} goes without the proxy.
     *
     * @param host a name in lower case without a dot at its end, or an address, in brackets if it has colons
     */
    boolean matches(String host, int port);

    /** The entry {@code *}. */
    record Everything() implements NoProxyRule {
        @Override
        public boolean matches(String host, int port) {
            return true;
        }
    }

    /**
     * A host and all below it.
     *
     * @param onlyPort absent: every port
     */
    record Domain(String name, @Nullable Integer onlyPort) implements NoProxyRule {
        @Override
        public boolean matches(String host, int port) {
            return NoProxyRule.fits(onlyPort, port) && (host.equals(name) || host.endsWith("." + name));
        }
    }

    /**
     * The addresses that begin with the same bits.
     *
     * @param onlyPort absent: every port
     */
    record Network(InetAddress address, int bits, @Nullable Integer onlyPort) implements NoProxyRule {
        public Network {
            if (bits < 0 || bits > NoProxyRule.length(address)) {
                throw new IllegalArgumentException("not a prefix length: " + bits);
            }
        }

        static Network of(InetAddress address, @Nullable Integer onlyPort) {
            return new Network(address, NoProxyRule.length(address), onlyPort);
        }

        @Override
        public boolean matches(String host, int port) {
            InetAddress other = IpLiteral.parse(host);
            return other != null
                    && NoProxyRule.fits(onlyPort, port)
                    && NoProxyRule.length(other) == NoProxyRule.length(address)
                    && prefix(other).equals(prefix(address));
        }

        private BigInteger prefix(InetAddress of) {
            return new BigInteger(1, of.getAddress()).shiftRight(NoProxyRule.length(of) - bits);
        }
    }

    private static boolean fits(@Nullable Integer onlyPort, int port) {
        return onlyPort == null || onlyPort == port;
    }

    private static int length(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }
}
