package io.mackerel.agent.stand;

/** What an agent may do and how it is set, and the ways that it has to find then. */
enum KubernetesSituation {
    READ_ONLY_PORT_SET("ns-stats", true, "api-server", "read-only-port"),
    READ_ONLY_PORT_WITHOUT_A_TOKEN(null, true, "read-only-port", "read-only-port"),
    POD_AND_STATISTICS("ns-stats", false, "api-server", "kubelet"),
    STATISTICS_AND_PROXY("stats-proxy", false, "kubelet", "kubelet"),
    PROXY_ALONE("proxy", false, "kubelet", "node-proxy"),
    PROXY_BESIDE_WHAT_SUFFICES("ns-stats-proxy", false, "api-server", "kubelet");

    /** Null for none. */
    final String account;

    final boolean readOnlyPort;
    final String podSource;
    final String statsSource;

    KubernetesSituation(String account, boolean readOnlyPort, String podSource, String statsSource) {
        this.account = account;
        this.readOnlyPort = readOnlyPort;
        this.podSource = podSource;
        this.statsSource = statsSource;
    }

    boolean isProxyNeedless() {
        return this == PROXY_BESIDE_WHAT_SUFFICES;
    }
}
