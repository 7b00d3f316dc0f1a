package io.mackerel.agent.plugin;

/** Gets told of what a plugin printed and cannot be used. */
@FunctionalInterface
interface Refusals {
    /**
     * @param reason the same for all things of a kind
     * @param text as the plugin printed it
     */
    void refuse(String reason, String text);
}
