package io.mackerel.agent.machine;

import io.mackerel.agent.host.NetworkInterfaceAddresses;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the JDK's network interface to what Mackerel is told of it. */
final class InterfaceAddresses {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

    private InterfaceAddresses() {}

    /** Empty for loopback, {@code veth*} and interfaces without a MAC or an IP address. */
    static Optional<NetworkInterfaceAddresses> of(NetworkInterface networkInterface) {
        try {
            return networkInterface.isLoopback()
                    ? Optional.empty()
                    : of(
                            networkInterface.getName(),
                            networkInterface.getHardwareAddress(),
                            networkInterface.inetAddresses().toList());
        } catch (SocketException goneMeanwhile) {
            return Optional.empty();
        }
    }

    static Optional<NetworkInterfaceAddresses> of(String name, byte @Nullable [] mac, List<InetAddress> addresses) {
        if (mac == null || addresses.isEmpty() || name.startsWith("veth")) {
            return Optional.empty();
        }
        return Optional.of(new NetworkInterfaceAddresses(
                name,
                COLONS.formatHex(mac),
                addresses.stream()
                        .filter(Inet4Address.class::isInstance)
                        .map(InetAddress::getHostAddress)
                        .toList(),
                addresses.stream()
                        .filter(Inet6Address.class::isInstance)
                        .map(InterfaceAddresses::withoutScope)
                        .toList()));
    }

    private static String withoutScope(InetAddress address) {
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
