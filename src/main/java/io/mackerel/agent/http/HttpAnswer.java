package io.mackerel.agent.http;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP server answered. It prints its status only.
 *
 * @param headers the first of each name
 * @param body as it came, perhaps compressed
 * @param isCut whether there was more of the body
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body, boolean isCut) {
    public HttpAnswer {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.forEach(anyCase::putIfAbsent);
        headers = Collections.unmodifiableMap(anyCase);
    }

    /**
     * @param name in upper or lower case
     */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    @Override
    public String toString() {
        return "answer " + status;
    }
}
