package io.mackerel.agent.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a command prints for other programs to read: UTF-8, whatever the locale. */
final class StandardOutput {
    private StandardOutput() {}

    static void println(String text) {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(text);
    }
}
