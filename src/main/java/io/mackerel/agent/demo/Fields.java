package io.mackerel.agent.demo;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A JSON object whose fields are read strictly: each method refuses the request when the field is not as it must be. */
record Fields(String where, JsonObject json) {

    static Fields parse(String body) {
        try {
            return new Fields("", new JsonObject(body));
        } catch (DecodeException | ClassCastException e) {
            throw Refused.badRequest("not a JSON object");
        }
    }

    static List<Fields> parseList(String body) {
        try {
            return objects("", new JsonArray(body));
        } catch (DecodeException | ClassCastException e) {
            throw Refused.badRequest("not a JSON array");
        }
    }

    /** Not empty. */
    String text(String name) {
        if (json.getValue(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw wrong(name, "must be a string that is not empty");
    }

    String text(String name, Pattern allowed) {
        String text = text(name);
        if (!allowed.matcher(text).matches()) {
            throw wrong(name, "must match " + allowed.pattern() + ": '" + text + "'");
        }
        return text;
    }

    /** Null when it is absent or null; may be empty. */
    @Nullable
    String optionalText(String name) {
        Object value = json.getValue(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrong(name, "must be a string");
    }

    double number(String name) {
        if (json.getValue(name) instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(name, "must be a finite number");
    }

    long epochSeconds(String name) {
        Object value = json.getValue(name);
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() > 0) {
            return ((Number) value).longValue();
        }
        throw wrong(name, "must be epoch seconds");
    }

    Fields object(String name) {
        if (json.getValue(name) instanceof JsonObject object) {
            return new Fields(where + name + ".", object);
        }
        throw wrong(name, "must be an object");
    }

    List<Fields> objects(String name) {
        if (json.getValue(name) instanceof JsonArray array) {
            return objects(where + name, array);
        }
        throw wrong(name, "must be an array");
    }

    /** Empty when it is absent or null. */
    List<Fields> optionalObjects(String name) {
        return json.getValue(name) == null ? List.of() : objects(name);
    }

    List<String> optionalTexts(String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof JsonArray array && array.stream().allMatch(String.class::isInstance)) {
            return array.stream().map(String.class::cast).toList();
        }
        throw wrong(name, "must be an array of strings");
    }

    Refused wrong(String name, String problem) {
        return Refused.badRequest(where + name + " " + problem);
    }

    private static List<Fields> objects(String where, JsonArray array) {
        List<Fields> all = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.getValue(i) instanceof JsonObject object)) {
                throw Refused.badRequest(where + "[" + i + "] must be an object");
            }
            all.add(new Fields(where + "[" + i + "].", object));
        }
        return all;
    }
}
