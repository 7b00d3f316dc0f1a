package io.mackerel.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void textFromElsewhereCannotForgeALineNorSteerATerminal() {
        assertThat(LogText.line("a\r\nERROR forged\u001b[2J\tb")).isEqualTo("a ERROR forged [2J b");
    }

    @Test
    void longTextIsCut() {
        assertThat(LogText.line("x".repeat(5_000))).isEqualTo("x".repeat(200) + "...");
    }
}
