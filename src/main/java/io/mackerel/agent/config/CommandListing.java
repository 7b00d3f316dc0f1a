package io.mackerel.agent.config;

/** Writes a command and what goes with it, secrets masked. */
final class CommandListing {
    static final String MASK = "****";

    private final YamlLines yaml;
    private final Origins origins;
    private final ShownText shown;

    CommandListing(YamlLines yaml, Origins origins, ShownText shown) {
        this.yaml = yaml;
        this.origins = origins;
        this.shown = shown;
    }

    /**
     * @param path of the mapping that the command stands in
     */
    void list(String path, CommandConfig command) {
        list(command, origins.remark(path + ".command", ""));
        if (command.user() != null) {
            yaml.text("user", command.user(), origins.remark(path + ".user", ""));
        }
        if (!command.env().isEmpty()) {
            yaml.below(
                    "env",
                    origins.remark(path + ".env", ""),
                    () -> command.env().forEach((name, value) -> yaml.text(name, value.isEmpty() ? "" : MASK, "")));
        }
    }

    private void list(CommandConfig command, String remark) {
        String script = command.script();
        if (script == null) {
            yaml.list("command", shown.words(command.arguments()), remark);
        } else {
            yaml.text("command", shown.command(script), remark);
        }
    }
}
