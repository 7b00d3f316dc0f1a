package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyConfigTest {
    private static final Proxy PROXY = new Proxy("proxy", 3128, null, null);

    @Test
    void nothingGivenMeansNoProxy() {
        // Given
        Loading loading = Loading.with("HTTPS_PROXY", " ");

        // When
        ProxyConfig proxy = loading.config().proxy();

        // Then
        assertThat(proxy).isEqualTo(new ProxyConfig(null, null, List.of()));
        assertThat(proxy.forUri(URI.create("https://api.mackerelio.com/"))).isNull();
    }

    @Test
    void everyVariableIsRead() {
        // Given
        Loading loading = Loading.with("HTTP_PROXY", "plain:3128")
                .and("HTTPS_PROXY", "http://me:word@secure:3129/")
                .and("NO_PROXY", "*");

        // When
        ProxyConfig proxy = loading.config().proxy();

        // Then
        assertThat(proxy)
                .isEqualTo(new ProxyConfig(
                        new Proxy("plain", 3128, null, null),
                        new Proxy("secure", 3129, "me", "word"),
                        List.of(new NoProxyRule.Everything())));
    }

    @Test
    void theLowerCaseSpellingWins() {
        // Given
        Loading loading = Loading.with("http_proxy", "lower:1")
                .and("HTTP_PROXY", "upper:1")
                .and("https_proxy", "lower:2")
                .and("HTTPS_PROXY", "upper:2")
                .and("no_proxy", "lower.example")
                .and("NO_PROXY", "upper.example");

        // When
        ProxyConfig proxy = loading.config().proxy();

        // Then
        assertThat(proxy)
                .isEqualTo(new ProxyConfig(
                        new Proxy("lower", 1, null, null),
                        new Proxy("lower", 2, null, null),
                        List.of(new NoProxyRule.Domain("lower.example", null))));
    }

    @Test
    void theSchemeOfTheAddressPicksTheProxy() {
        // Given
        ProxyConfig proxy = new ProxyConfig(PROXY, new Proxy("secure", 80, null, null), List.of());

        // When, Then
        assertThat(proxy.forUri(URI.create("http://api.example/"))).isEqualTo(PROXY);
        assertThat(proxy.forUri(URI.create("HTTPS://api.example/")))
                .extracting(Proxy::host)
                .isEqualTo("secure");
        assertThat(proxy.forUri(URI.create("file:///tmp/x"))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8080/", "http://LOCALHOST/", "http://127.0.0.5/", "http://[::1]:80/"})
    void theLoopbackAddressIsNeverProxied(String uri) {
        // Given
        ProxyConfig proxy = Loading.with("http_proxy", "proxy:3128").config().proxy();

        // When
        Proxy chosen = proxy.forUri(URI.create(uri));

        // Then
        assertThat(chosen).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *                       | https://api.example/
                    example.com             | https://example.com/
                    example.com             | https://api.example.com/
                    .example.com            | https://api.example.com/
                    .example.com            | https://example.com/
                    *.example.com           | https://api.example.com/
                    EXAMPLE.com             | https://api.Example.COM./
                    example.com:443         | https://example.com/
                    example.com:8080        | http://example.com:8080/
                    other, example.com      | https://example.com/
                    other example.com       | https://example.com/
                    10.1.2.3                | http://10.1.2.3:99/
                    10.1.2.3:99             | http://10.1.2.3:99/
                    10.0.0.0/8              | http://10.200.1.1/
                    10.1.2.0/23             | http://10.1.3.4/
                    0.0.0.0/0               | http://192.0.2.1/
                    fd00::1                 | http://[fd00:0::1]/
                    [fd00::1]:80            | http://[fd00::1]/
                    fd00::/8                | http://[fdab::9]/
                    """)
    void whatNoProxyNamesIsConnectedToDirectly(String noProxy, String uri) {
        // Given
        ProxyConfig proxy = bothProxied(noProxy);

        // When
        Proxy chosen = proxy.forUri(URI.create(uri));

        // Then
        assertThat(chosen).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    example.com             | https://notexample.com/
                    example.com             | https://example.com.evil/
                    api.example.com         | https://example.com/
                    example.com:8080        | https://example.com/
                    10.1.2.3                | http://10.1.2.30/
                    10.1.2.3:98             | http://10.1.2.3:99/
                    10.0.0.0/8              | http://11.0.0.1/
                    10.1.2.0/23             | http://10.1.4.1/
                    10.0.0.0/8              | http://10.example/
                    0.0.0.0/0               | http://[fd00::1]/
                    fd00::/8                | http://[fe80::1]/
                    """)
    void whatNoProxyDoesNotNameIsProxied(String noProxy, String uri) {
        // Given
        ProxyConfig proxy = bothProxied(noProxy);

        // When
        Proxy chosen = proxy.forUri(URI.create(uri));

        // Then
        assertThat(chosen).isEqualTo(PROXY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.*", "10.0.0.0/33", "fd00::/129", "example.com/8", "http://example.com", "a:b:c"})
    void anExceptionThatCannotBeReadIsLeftOutWithAWarning(String entry) {
        // Given
        Loading loading = Loading.with("NO_PROXY", "good.example," + entry);

        // When
        ProxyConfig proxy = loading.config().proxy();

        // Then
        assertThat(proxy.exceptions()).containsExactly(new NoProxyRule.Domain("good.example", null));
        assertThat(loading.warnings())
                .singleElement()
                .asString()
                .startsWith("NO_PROXY: '" + entry + "' is left out; write a host");
    }

    private static ProxyConfig bothProxied(String noProxy) {
        return Loading.with("http_proxy", "proxy:3128")
                .and("https_proxy", "proxy:3128")
                .and("no_proxy", noProxy)
                .config()
                .proxy();
    }
}
