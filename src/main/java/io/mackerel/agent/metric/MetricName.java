package io.mackerel.agent.metric;

import java.util.regex.Pattern;

/** The name of a host metric as Mackerel knows it. The factories are the only place where names are put together. */
public record MetricName(String value) {
    private static final Pattern ALLOWED = Pattern.compile("[a-zA-Z0-9._-]+");
    private static final Pattern PARTS = Pattern.compile("[a-zA-Z0-9_-]+(?:\\.[a-zA-Z0-9_-]+)*");

    public MetricName {
        if (!ALLOWED.matcher(value).matches()) {
            throw new IllegalArgumentException("not a metric name: '" + value + "'");
        }
    }

    /**
     * A metric of a plugin.
     *
     * @param name as the plugin prints it: parts of letters, digits, '-' and '_' with single dots between them
     * @throws IllegalArgumentException when it is not of that kind, which the service would refuse
     */
    public static MetricName custom(String name) {
        if (!PARTS.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a plugin's metric: '" + name + "'");
        }
        return new MetricName("custom." + name);
    }

    public static MetricName cpuUsage(ContainerName container) {
        return new MetricName("container.cpu." + container + ".usage");
    }

    public static MetricName cpuLimit(ContainerName container) {
        return new MetricName("container.cpu." + container + ".limit");
    }

    public static MetricName memoryUsage(ContainerName container) {
        return new MetricName("container.memory." + container + ".usage");
    }

    public static MetricName memoryLimit(ContainerName container) {
        return new MetricName("container.memory." + container + ".limit");
    }

    public static MetricName receivedBytes(InterfaceName networkInterface) {
        return new MetricName("interface." + networkInterface + ".rxBytes.delta");
    }

    public static MetricName transmittedBytes(InterfaceName networkInterface) {
        return new MetricName("interface." + networkInterface + ".txBytes.delta");
    }

    @Override
    public String toString() {
        return value;
    }
}
