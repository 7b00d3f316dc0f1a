package io.mackerel.agent.plugin;

import io.mackerel.agent.http.LogText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What there is to complain of a plugin's output: of each shape once in the plugin's life, in a few lines a run. Not
 * safe for use by several threads.
 */
final class Complaints implements Refusals {
    static final int MOST_SHAPES = 50;
    static final int MOST_OF_A_RUN = 5;

    private final UnaryOperator<String> masking;
    private final Set<Shape> known = new HashSet<>();
    private final List<String> fresh = new ArrayList<>();
    private int unsaid;

    Complaints(UnaryOperator<String> masking) {
        this.masking = masking;
    }

    @Override
    public void refuse(String reason, String text) {
        if (known.size() == MOST_SHAPES || !known.add(Shape.of(reason + ": " + text))) {
            return;
        }
        if (fresh.size() == MOST_OF_A_RUN) {
            unsaid++;
        } else {
            fresh.add(text.isBlank() ? reason : reason + ": " + LogText.line(masking.apply(text)));
        }
    }

    /** The complaints since the last call, each a line for the log. */
    List<String> take() {
        List<String> taken = new ArrayList<>(fresh);
        if (unsaid > 0) {
            taken.add("further lines of other kinds cannot be used either: "
                    + (known.size() == MOST_SHAPES ? "more than " : "") + unsaid);
        }
        fresh.clear();
        unsaid = 0;
        return List.copyOf(taken);
    }
}
