package io.mackerel.agent.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an unsigned 64-bit counter, of which Java can hold the lower half. What is above 2^63-1, negative or no integer
 * becomes null, as if it were absent: real servers send such figures for "unlimited" and after underflows.
 */
public final class CounterDeserializer extends StdDeserializer<Long> {
    private static final long serialVersionUID = 1L;

    public CounterDeserializer() {
        super(Long.class);
    }

    @Override
    public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            parser.skipChildren();
            return null;
        }
        if (parser.getNumberType() == NumberType.BIG_INTEGER) {
            return null;
        }
        long value = parser.getLongValue();
        return value < 0 ? null : value;
    }
}
