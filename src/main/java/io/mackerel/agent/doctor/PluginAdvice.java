package io.mackerel.agent.doctor;

import io.mackerel.agent.config.CommandConfig;

/** What to do about a command that fails. Pure. */
final class PluginAdvice {
    private PluginAdvice() {}

    /**
     * @param reason why it failed
     */
    static String of(CommandConfig command, String reason) {
        if (reason.startsWith("timed out")) {
            return "make it quicker, or raise its timeoutSeconds";
        }
        if (reason.startsWith("cannot run sudo")) {
            return "user needs sudo, which this container lacks: leave user out, or put sudo into the image";
        }
        if (reason.startsWith("cannot run")) {
            return "put the program into the agent's image, or name its path";
        }
        return "run its command by hand in this container"
                + (command.user() == null ? "" : ", as the user " + command.user());
    }
}
