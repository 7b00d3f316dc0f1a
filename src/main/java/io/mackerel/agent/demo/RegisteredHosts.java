package io.mackerel.agent.demo;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The stand-in's hosts. A retired one can be looked at by its id and is unknown to everything else. Thread-safe. */
final class RegisteredHosts {
    static final Set<String> STATUSES = Set.of("working", "standby", "maintenance", "poweroff");
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]+:\\s*[A-Za-z0-9][A-Za-z0-9_-]+");
    private static final Pattern CHECK = Pattern.compile("[a-zA-Z0-9_-]+");
    private static final String ID_CHARACTERS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final int ID_LENGTH = 11;
    private static final int LONGEST_CHECK_MEMO = 250;

    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<String, JsonObject> hosts = new LinkedHashMap<>();

    RegisteredHosts(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** The new host's id. */
    synchronized String register(Fields spec) {
        String id = newId();
        JsonObject host = described(id, spec)
                .put("id", id)
                .put("createdAt", clock.instant().getEpochSecond())
                .put("type", "agent")
                .put("status", "working")
                .put("isRetired", false);
        hosts.put(id, host.put("roles", roles(spec, new JsonObject())));
        return id;
    }

    /** What the new description does not name is gone afterwards, roles excepted. */
    synchronized void update(String id, Fields spec) {
        JsonObject old = live(id);
        JsonObject host = described(id, spec);
        for (String kept : List.of("id", "createdAt", "type", "status", "isRetired")) {
            host.put(kept, old.getValue(kept));
        }
        hosts.put(id, host.put("roles", roles(spec, old.getJsonObject("roles").copy())));
    }

    synchronized void setStatus(String id, String status) {
        live(id).put("status", status);
    }

    synchronized void retire(String id) {
        live(id).put("isRetired", true).put("retiredAt", clock.instant().getEpochSecond());
    }

    /** Retired ones too. */
    synchronized JsonObject get(String id) {
        JsonObject host = hosts.get(id);
        if (host == null) {
            throw Refused.notFound("host not found");
        }
        return host.copy();
    }

    /** The live hosts in one of the statuses, of all identifiers when there is none to look for. */
    synchronized List<JsonObject> find(@Nullable String customIdentifier, Set<String> statuses) {
        return hosts.values().stream()
                .filter(host -> !host.getBoolean("isRetired"))
                .filter(host -> statuses.contains(host.getString("status")))
                .filter(host -> customIdentifier == null || customIdentifier.equals(host.getString("customIdentifier")))
                .sorted(Comparator.comparingLong(host -> -host.getLong("createdAt")))
                .map(JsonObject::copy)
                .toList();
    }

    /** In the order of their registration, retired ones too. */
    synchronized List<JsonObject> all() {
        return hosts.values().stream().map(JsonObject::copy).toList();
    }

    /** Refuses an id that is unknown or retired. */
    synchronized void check(String id) {
        live(id);
    }

    private JsonObject live(String id) {
        JsonObject host = hosts.get(id);
        if (host == null || host.getBoolean("isRetired")) {
            throw Refused.notFound("host not found: '" + id + "'");
        }
        return host;
    }

    private JsonObject described(String id, Fields spec) {
        JsonObject host = new JsonObject().put("name", spec.text("name"));
        host.put("meta", spec.object("meta").json().copy());
        for (String optional : List.of("displayName", "memo", "customIdentifier")) {
            String text = spec.optionalText(optional);
            if (text != null && !text.isEmpty()) {
                host.put(optional, text);
            }
        }
        checkUnused(id, host.getString("customIdentifier"));
        return host.put("interfaces", interfaces(spec)).put("checks", checks(spec));
    }

    private void checkUnused(String id, @Nullable String customIdentifier) {
        boolean used = customIdentifier != null
                && find(customIdentifier, STATUSES).stream().anyMatch(other -> !id.equals(other.getString("id")));
        if (used) {
            throw Refused.badRequest("customIdentifier is in use: '" + customIdentifier + "'");
        }
    }

    private static JsonArray interfaces(Fields spec) {
        JsonArray interfaces = new JsonArray();
        for (Fields one : spec.optionalObjects("interfaces")) {
            one.text("name");
            one.optionalText("macAddress");
            one.optionalTexts("ipv4Addresses");
            one.optionalTexts("ipv6Addresses");
            interfaces.add(one.json().copy());
        }
        return interfaces;
    }

    private static JsonArray checks(Fields spec) {
        JsonArray checks = new JsonArray();
        for (Fields one : spec.optionalObjects("checks")) {
            one.text("name", CHECK);
            String memo = one.optionalText("memo");
            if (memo != null && memo.length() > LONGEST_CHECK_MEMO) {
                throw one.wrong("memo", "is longer than " + LONGEST_CHECK_MEMO + " characters");
            }
            checks.add(one.json().copy());
        }
        return checks;
    }

    private static JsonObject roles(Fields spec, JsonObject roles) {
        for (String fullName : spec.optionalTexts("roleFullnames")) {
            if (!ROLE.matcher(fullName).matches()) {
                throw spec.wrong("roleFullnames", "must hold service:role names: '" + fullName + "'");
            }
            int colon = fullName.indexOf(':');
            String service = fullName.substring(0, colon);
            String role = fullName.substring(colon + 1).strip();
            JsonArray known = roles.getJsonArray(service, new JsonArray());
            roles.put(service, known.contains(role) ? known : known.add(role));
        }
        return roles;
    }

    private String newId() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }
}
