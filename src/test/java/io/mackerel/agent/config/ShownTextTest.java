package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTextTest {
    private final ShownText shown = new ShownText(List.of("s3cret-known", "s3cret-known-longer", "short"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "check-x -t s3cret-known-longer,s3cret-known | check-x -t ****,****",
                "curl https://me:s3cret@host/path | curl https://****@host/path",
                "curl https://s3cret@host:8080/path | curl https://****@host:8080/path",
                "curl https://me:s3/cret@host/path | curl https://****@host/path",
                "curl http://host:8080/@scope/x | curl http://host:8080/@scope/x",
                "curl 'http://host/x?a=s3cret&b=c' -v | curl 'http://host/x?****' -v",
                "curl http://host/x?t='s3cret' -v | curl http://host/x?****' -v",
                "x $(curl \"http://host/?s3cret\") y | x $(curl \"http://host/?****\") y",
                "psql postgres://me:s3cret@db/x?y=s3cret | psql postgres://****@db/x?****",
                "x --password=s3cret -q | x --password=**** -q",
                "x --password s3cret -q | x --password **** -q",
                "x -Token \"s3cret s3cret\" -q | x -Token **** -q",
                "DB_PASSWD='s3cret s3cret' x | DB_PASSWD=**** x",
                "API_KEY=s3cret x | API_KEY=**** x",
                "x -d '{\"password\": \"s3cret\", \"a\": 1}' | x -d '{\"password\": ****, \"a\": 1}'",
                "curl -H 'Authorization: Bearer s3cret' x | curl -H 'Authorization: ****' x",
                "curl -H \"X-Api-Key: s3cret\" x | curl -H \"X-Api-Key: ****\" x",
                "curl -u me:s3cret x | curl -u **** x",
                "curl --user 'me:s3cret' x | curl --user **** x",
            })
    void secretsInACommandAreMasked(String command, String expected) {
        // When
        String printed = shown.command(command);

        // Then
        assertThat(printed).isEqualTo(expected).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check-http -u http://localhost:8080/healthy",
                "mackerel-plugin-linux -metric-key-prefix=a -tempfile /tmp/x short",
                "echo \"a\t1\t$(date +%s)\" | grep -v '^$' # tokens?",
                "check-tcp -H localhost -p 5432 -w 3 --no-password -c 5",
            })
    void theRestOfACommandStaysAsItIs(String command) {
        // When
        String printed = shown.command(command);

        // Then
        assertThat(printed).isEqualTo(command);
    }

    @Test
    void theWordAfterAnOptionForASecretIsMasked() {
        // Given
        List<String> words = List.of("x", "--password", "s3cret s3cret", "-u", "me:s3cret", "--token", "-v", "--key=a");

        // When
        List<String> printed = shown.words(words);

        // Then
        assertThat(printed).containsExactly("x", "--password", "****", "-u", "****", "--token", "-v", "--key=a");
    }
}
