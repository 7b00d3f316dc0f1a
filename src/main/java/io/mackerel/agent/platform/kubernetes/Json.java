package io.mackerel.agent.platform.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Binds answers to records. */
final class Json {
    private Json() {}

    /**
     * @throws UnusableAnswerException when {@code json} is broken, or no object
     */
    static <T> T read(ObjectMapper mapper, byte[] json, Class<T> type) {
        T value = readOrNull(mapper, json, type);
        if (value == null) {
            throw new UnusableAnswerException("no JSON object");
        }
        return value;
    }

    private static <T> @Nullable T readOrNull(ObjectMapper mapper, byte[] json, Class<T> type) {
        try {
            return json.length == 0 ? null : mapper.readValue(json, type);
        } catch (IOException e) {
            throw new UnusableAnswerException("broken JSON");
        }
    }
}
