package io.mackerel.agent.demo;

import io.vertx.core.json.JsonObject;

/** The host as it is registered at the stand-in. */
record HostLine(String name, String id, String status, boolean retired) {
    static HostLine of(JsonObject host) {
        return new HostLine(
                host.getString("displayName", host.getString("name")),
                host.getString("id"),
                host.getString("status"),
                host.getBoolean("isRetired"));
    }
}
