package io.mackerel.agent.config;

/** Where the host id outlives the process: below the root directory, or not at all. */
public enum HostIdStorage {
    FILE,
    MEMORY
}
