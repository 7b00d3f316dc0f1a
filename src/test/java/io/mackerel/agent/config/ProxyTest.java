package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyTest {
    @ParameterizedTest
    @CsvSource({
        "proxy:3128, proxy, 3128, , ",
        "proxy, proxy, 80, , ",
        "http://proxy.example, proxy.example, 80, , ",
        "HTTP://proxy:1/, proxy, 1, , ",
        "http://[fd00::1]:3128, fd00::1, 3128, , ",
        "http://10.0.0.1:65535, 10.0.0.1, 65535, , ",
        "http://me@proxy:3128, proxy, 3128, me, ",
        "me:word@proxy:3128, proxy, 3128, me, word",
        "http://me:a%40b%2Fc+d@proxy:3128, proxy, 3128, me, a@b/c+d",
        "http://me:p@ss:w0rd#?@proxy:3128, proxy, 3128, me, p@ss:w0rd#?",
    })
    void theUsualSpellingsAreRead(String text, String host, int port, String user, String password) {
        // Given: the text

        // When
        Proxy proxy = Proxy.parse(text);

        // Then
        assertThat(proxy).isEqualTo(new Proxy(host, port, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://",
                "proxy:",
                "proxy:0",
                "http://me:s3cret@proxy:65536",
                "http://me:s3cret@proxy:312800",
                "http://me:s3cret@pro xy:3128",
                "http://me:s3cret@proxy:3128/path",
                "https://me:s3cret@proxy:3128",
                "socks5://me:s3cret@proxy:1080",
                "http://me:s3cret%zz@proxy:3128",
                "fd00::1",
            })
    void anythingElseIsRefusedWithoutQuotingIt(String text) {
        // Given: the text

        // When, Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Proxy.parse(text))
                .withNoCause()
                .withMessageNotContaining("s3cret");
    }

    @Test
    void thePasswordPrintsMasked() {
        // Given
        Proxy proxy = new Proxy("proxy", 3128, "me", "s3cret");

        // When
        String printed = proxy.toString();

        // Then
        assertThat(printed).isEqualTo("http://me:****@proxy:3128");
    }

    @Test
    void aProxyWithoutALoginPrintsItsAddress() {
        // Given
        Proxy proxy = new Proxy("proxy", 3128, null, null);

        // When
        String printed = proxy.toString();

        // Then
        assertThat(printed).isEqualTo("http://proxy:3128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[fd00::1]:3128", "http://a%40b%25%20c:****@proxy:80", "http://me@10.0.0.1:1"})
    void whatItPrintsIsReadAgainAsTheSame(String text) {
        // Given
        Proxy proxy = Proxy.parse(text);

        // When
        String printed = proxy.toString();

        // Then
        assertThat(printed).isEqualTo(text);
    }
}
