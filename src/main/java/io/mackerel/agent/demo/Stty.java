package io.mackerel.agent.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks {@code stty} for the size of the terminal: shells do not export what they know of it. */
public final class Stty {
    private static final long PATIENCE_MILLIS = 500;
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})\\s*");

    private Stty() {}

    /** Empty when there is no controlling terminal, no {@code stty}, or no answer within half a second. */
    public static Optional<TerminalSize> size() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return answer(stty);
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<TerminalSize> answer(Process stty) throws IOException, InterruptedException {
        try {
            boolean ended = stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return ended
                    ? parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    : Optional.empty();
        } finally {
            stty.destroyForcibly();
        }
    }

    /** A terminal that does not know its size says {@code 0 0}. */
    static Optional<TerminalSize> parse(String answer) {
        Matcher found = ROWS_AND_COLUMNS.matcher(answer);
        return found.matches()
                ? Optional.of(new TerminalSize(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1))))
                : Optional.empty();
    }
}
