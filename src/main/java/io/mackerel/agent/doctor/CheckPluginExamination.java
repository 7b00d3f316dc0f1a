package io.mackerel.agent.doctor;

import io.mackerel.agent.check.CheckReport;
import io.mackerel.agent.http.LogText;
import io.mackerel.agent.plugin.CheckPlugin;
import io.mackerel.agent.plugin.CheckRun;
import java.time.InstantSource;
import java.util.List;

/** Runs a check plugin once. What it checks may be in trouble; the plugin is not, then. */
public final class CheckPluginExamination implements Examination {
    private final CheckPlugin plugin;
    private final InstantSource clock;

    public CheckPluginExamination(CheckPlugin plugin, InstantSource clock) {
        this.plugin = plugin;
        this.clock = clock;
    }

    public static String subject(CheckPlugin plugin) {
        return "check " + LogText.line(plugin.config().name());
    }

    @Override
    public List<Finding> examine() throws InterruptedException {
        return switch (plugin.run(clock.instant())) {
            case CheckRun.Found(CheckReport report) -> List.of(finding(report));
            case CheckRun.Busy _ -> List.of();
            case CheckRun.Ended _ -> List.of();
        };
    }

    private Finding finding(CheckReport report) {
        String message = LogText.line(report.message().lines().findFirst().orElse(""));
        String text = "reports " + report.status() + (message.isEmpty() ? ", without a message" : ": " + message);
        return switch (report.status()) {
            case OK -> Finding.ok(subject(plugin), text);
            case WARNING, CRITICAL -> Finding.note(subject(plugin), text);
            case UNKNOWN ->
                Finding.problem(
                        subject(plugin), text, PluginAdvice.of(plugin.config().command(), message));
        };
    }
}
