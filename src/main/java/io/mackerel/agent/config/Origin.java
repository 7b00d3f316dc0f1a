package io.mackerel.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a value comes from. It holds no secret.
 *
 * @param place a variable's name, or the file and a line of it
 * @param over the variables that would count if it were not there
 * @param shown the value as it may be printed; absent for what the file can set, which the configuration itself holds
 */
public record Origin(
        String place, List<String> over, @Nullable String shown) {
    public Origin {
        over = List.copyOf(over);
    }

    static Origin at(Place place) {
        return new Origin(place.shown(), List.of(), null);
    }

    @Override
    public String toString() {
        return over.isEmpty() ? place : place + ", wins over " + String.join(" and ", over);
    }
}
