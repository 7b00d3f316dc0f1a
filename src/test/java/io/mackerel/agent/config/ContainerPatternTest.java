package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerPatternTest {
    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    log my-log-router
                    \\Alog log-router
                    router\\z log-router
                    ^log.*r$ log-router
                    (?P<which>log|proxy)-router proxy-router
                    (?P<a_b>l)og log
                    (a)(?P<b>x)\\2 axx
                    [[:alpha:]]+-\\d web-1
                    \\A[[:^digit:]]+\\z web
                    \\A[[:word:]-]+\\z web_1-a
                    \\A[^[:^alnum:]]+\\z web1
                    \\A[[:lower:][:digit:]]+\\z web1
                    \\A[]a]+\\z a]a
                    \\A[\\]a]+\\z a]a
                    [(?P<x>]+z P<x>z
                    \\Q(?P<a>[[:alpha:]]\\E (?P<a>[[:alpha:]]
                    \\Q[ a[b
                    \\[[[:alpha:]] [x
                    \\pL+ web
                    """)
    void aNameIsFoundAsInGo(String text, String name) {
        // Given
        Pattern pattern = ContainerPattern.compile(text);

        // When
        boolean found = pattern.matcher(name).find();

        // Then
        assertThat(found).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', textBlock = """
                    \\Alog my-log
                    log\\z logs
                    [[:digit:]] alpha:
                    \\A[[:^digit:]]+\\z web1
                    \\A[^[:alnum:]]+\\z web1
                    \\A[^]a]+\\z a]
                    """)
    void aNameIsNotFoundAsInGo(String text, String name) {
        // Given
        Pattern pattern = ContainerPattern.compile(text);

        // When
        boolean found = pattern.matcher(name).find();

        // Then
        assertThat(found).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    (log        | '(log' is no regular expression: Unclosed group
                    *log        | '*log' is no regular expression: Dangling meta character '*'
                    [[:alpah:]] | [:alpah:] is no class of characters
                    \\p{Greek}  | '\\p{Greek}' is no regular expression: Unknown character property name {Greek}
                    (?P<x       | '(?P<x' is no regular expression: Unknown inline modifier
                    """)
    void aPatternThatCannotBeReadIsRefusedWithTheReason(String text, String message) {
        // Given: the text

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContainerPattern.compile(text))
                .withMessage(message);
    }
}
