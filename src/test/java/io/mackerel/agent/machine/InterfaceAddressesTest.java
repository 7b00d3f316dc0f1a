package io.mackerel.agent.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.NetworkInterfaceAddresses;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InterfaceAddressesTest {
    private static final byte[] MAC = {0x0e, 0x1a, (byte) 0xff, 0x00, (byte) 0x80, 0x7f};

    @Test
    void anInterfaceIsToldWithItsAddressesByFamily() throws Exception {
        // Given
        List<InetAddress> addresses = List.of(
                InetAddress.ofLiteral("2001:db8::1"),
                InetAddress.ofLiteral("10.0.2.61"),
                InetAddress.ofLiteral("10.0.2.62"));

        // When
        Optional<NetworkInterfaceAddresses> told = InterfaceAddresses.of("eth0", MAC, addresses);

        // Then
        assertThat(told)
                .contains(new NetworkInterfaceAddresses(
                        "eth0",
                        "0e:1a:ff:00:80:7f",
                        List.of("10.0.2.61", "10.0.2.62"),
                        List.of("2001:db8:0:0:0:0:0:1")));
    }

    @Test
    void theScopeOfALinkLocalAddressIsCut() throws UnknownHostException {
        // Given
        InetAddress linkLocal = Inet6Address.getByAddress(
                null, InetAddress.ofLiteral("fe80::c1a:ffff:fe00:807f").getAddress(), 5);

        // When
        Optional<NetworkInterfaceAddresses> told = InterfaceAddresses.of("eth0", MAC, List.of(linkLocal));

        // Then
        assertThat(linkLocal.getHostAddress()).endsWith("%5");
        assertThat(told.orElseThrow().ipv6Addresses()).containsExactly("fe80:0:0:0:c1a:ffff:fe00:807f");
    }

    @Test
    void anInterfaceWithoutAMacIsNotTold() {
        assertThat(InterfaceAddresses.of("tun0", null, List.of(InetAddress.ofLiteral("10.0.2.61"))))
                .isEmpty();
    }

    @Test
    void anInterfaceWithoutAnAddressIsNotTold() {
        assertThat(InterfaceAddresses.of("eth0", MAC, List.of())).isEmpty();
    }

    @Test
    void theHostsEndOfAContainersInterfaceIsNotTold() {
        assertThat(InterfaceAddresses.of("vethb1c2d3e", MAC, List.of(InetAddress.ofLiteral("10.0.2.61"))))
                .isEmpty();
    }

    @Test
    void loopbackIsNotTold() throws Exception {
        assertThat(InterfaceAddresses.of(NetworkInterface.getByInetAddress(InetAddress.getLoopbackAddress())))
                .isEmpty();
    }
}
