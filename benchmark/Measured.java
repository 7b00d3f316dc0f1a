import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What came out.
 *
 * @param idle of the agents that do nothing but wait
 */
record Measured(Map<Column, Starts> starts, Map<Column, Steady> steady, Map<Column, Steady> idle) {
    Measured() {
        this(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    }

    Stream<Steady> running() {
        return Stream.concat(steady.values().stream(), idle.values().stream());
    }
}
