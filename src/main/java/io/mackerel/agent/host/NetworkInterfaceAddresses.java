package io.mackerel.agent.host;

import java.util.List;

/**
 * A network interface and how it is reached.
 *
 * @param macAddress six hexadecimal pairs with colons, lower case
 * @param ipv4Addresses without prefix lengths
 * @param ipv6Addresses without prefix lengths and scopes
 */
public record NetworkInterfaceAddresses(
        String name, String macAddress, List<String> ipv4Addresses, List<String> ipv6Addresses) {
    public NetworkInterfaceAddresses {
        ipv4Addresses = List.copyOf(ipv4Addresses);
        ipv6Addresses = List.copyOf(ipv6Addresses);
    }
}
