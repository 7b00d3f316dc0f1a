package io.mackerel.agent.plugin;

import io.mackerel.agent.http.LogText;
import io.mackerel.agent.plugin.CommandOutcome.Exited;
import io.mackerel.agent.plugin.CommandOutcome.Flooded;
import io.mackerel.agent.plugin.CommandOutcome.NotStarted;
import io.mackerel.agent.plugin.CommandOutcome.TimedOut;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Says why a command failed, in one line for a person, with the last line of its standard error. */
final class FailureText {
    private final Duration timeout;
    private final UnaryOperator<String> masking;

    FailureText(Duration timeout, UnaryOperator<String> masking) {
        this.timeout = timeout;
        this.masking = masking;
    }

    String of(Exited exited) {
        return withLastLine("exit status " + exited.status(), exited.errors());
    }

    String of(TimedOut timedOut) {
        boolean isWhole = timeout.toMillisPart() == 0;
        String shown = isWhole ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
        return withLastLine("timed out after " + shown, timedOut.errors());
    }

    String of(Flooded flooded) {
        return withLastLine("ended because it printed without end", flooded.errors());
    }

    String of(NotStarted notStarted) {
        return LogText.line(masking.apply(notStarted.reason()));
    }

    private String withLastLine(String what, String errors) {
        String stripped = errors.stripTrailing();
        String last = stripped.substring(stripped.lastIndexOf('\n') + 1);
        String shown = LogText.line(masking.apply(last));
        return shown.isEmpty() ? what : what + ": " + shown;
    }
}
