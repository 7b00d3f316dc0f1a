package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessProbeTextTest {
    @TempDir
    private Path directory;

    @Test
    void everyKeyOfAnHttpProbeIsRead() {
        // Given
        Loading loading = Loading.file(
                directory,
                "readinessProbe:",
                "  http:",
                "    scheme: HTTPS",
                "    host: '[::1]'",
                "    port: 8443",
                "    path: ready?deep=1",
                "    method: head",
                "    headers:",
                "      - {name: Host, value: app.example}",
                "      - name: X-Empty",
                "    proxy: http://me:pw@proxy:3128",
                "  initialDelaySeconds: 5",
                "  periodSeconds: 2",
                "  timeoutSeconds: 3");

        // When
        ReadinessProbeConfig probe = loading.config().readinessProbe();

        // Then
        assertThat(loading.warnings()).isEmpty();
        assertThat(probe)
                .isEqualTo(new ReadinessProbeConfig(
                        new ReadinessProbeConfig.Http(
                                "https",
                                "::1",
                                8443,
                                "/ready?deep=1",
                                "HEAD",
                                List.of(
                                        new ReadinessProbeConfig.Header("Host", "app.example"),
                                        new ReadinessProbeConfig.Header("X-Empty", "")),
                                new Proxy("proxy", 3128, "me", "pw")),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3)));
    }

    @Test
    void theRestHasDefaults() {
        // Given
        Loading loading = Loading.file(directory, "readinessProbe: {http: {path: /healthy}}");

        // When
        ReadinessProbeConfig probe = loading.config().readinessProbe();

        // Then
        assertThat(probe)
                .isEqualTo(new ReadinessProbeConfig(
                        new ReadinessProbeConfig.Http("http", "localhost", 80, "/healthy", "GET", List.of(), null),
                        Duration.ZERO,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1)));
    }

    @Test
    void aCommandAndAPortCanBeProbed() {
        // Given
        Loading command = Loading.file(directory, "readinessProbe: {exec: {command: [test, -f, /ready], env: {A: b}}}");
        ReadinessProbeConfig.Action exec = command.config().readinessProbe().action();
        Loading port = Loading.file(directory, "readinessProbe: {tcp: {port: 5432, host: 127.0.0.1}}");

        // When
        ReadinessProbeConfig.Action tcp = port.config().readinessProbe().action();

        // Then
        assertThat(exec)
                .isEqualTo(new ReadinessProbeConfig.Exec(
                        new CommandConfig(List.of("test", "-f", "/ready"), null, Map.of("A", "b"))));
        assertThat(tcp).isEqualTo(new ReadinessProbeConfig.Tcp("127.0.0.1", 5432));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | : does nothing; give it one of exec, http and tcp",
                "{periodSeconds: 5} | : does nothing; give it one of",
                "{tcp: {port: 1}, exec: {command: x}} | : has exec and tcp; keep one of them",
                "{tcp: {host: x}} | .tcp: has no port; write port: 8080",
                "{tcp: {port: 0}} | .tcp.port: must be a port from 1",
                "{tcp: {port: 1, host: a b}} | .tcp.host: is no host name",
                "{http: {port: 80}} | .http: has no path; write path: /healthy",
                "{http: {path: /a b}} | .http.path: is no path; write spaces and the like as %20",
                "{http: {path: '/a#b'}} | .http.path: has a '#'",
                "{http: {path: /, scheme: ftp}} | .http.scheme: 'ftp' is no scheme; use http or https",
                "{http: {path: /, method: 'A B'}} | .http.method: is no method",
                "{http: {path: /, headers: {a: b}}} | .http.headers: must be a list",
                "{http: {path: /, headers: [{value: b}]}} | .http.headers[0]: has no name",
                "{http: {path: /, headers: [{name: 'a b', value: b}]}} | .http.headers[0].name: is no name of a header",
                "{http: {path: /, headers: [{name: a, value: \"b\\nc\"}]}} | .http.headers[0].value: holds a line break",
                "{http: {path: /, proxy: 'https://p:1'}} | .http.proxy: only proxies spoken to over http://",
                "{exec: {user: x}} | .exec: has no command",
                "{exec: true} | .exec: must hold keys",
                "{tcp: {port: 1}, periodSeconds: 0} | .periodSeconds: '0' is no whole number from 1 to 3600",
                "{tcp: {port: 1}, timeoutSeconds: 1s} | .timeoutSeconds: '1s' is no whole number",
                "{tcp: {port: 1}, initialDelaySeconds: -1} | .initialDelaySeconds: '-1' is no whole number",
            })
    void whatWillNotDoIsToldWithItsPath(String probe, String expected) {
        // Given
        Loading loading = Loading.file(directory, "readinessProbe: " + probe);

        // When
        List<String> problems = loading.problems();

        // Then
        assertThat(problems)
                .anySatisfy(problem -> assertThat(problem).startsWith("agent.yaml:1: readinessProbe" + expected));
    }

    @Test
    void headersAndQueryAndProxyPrintMasked() {
        // Given
        ReadinessProbeConfig probe = Loading.file(
                        directory,
                        "readinessProbe: {http: {path: '/a?t=s3cret', headers: [{name: X, value: s3cret}],"
                                + " proxy: 'http://me:s3cret@p:1'}}")
                .config()
                .readinessProbe();

        // When
        String printed = probe.toString();

        // Then
        assertThat(printed).contains("GET http://localhost:80/a?****").doesNotContain("s3cret");
    }

    @Test
    void anUnknownKeyIsAWarning() {
        // Given
        Loading loading = Loading.file(directory, "readinessProbe: {tcp: {port: 1, hots: a}, periodSecond: 5}");

        // When
        List<String> warnings = loading.warnings();

        // Then
        assertThat(warnings)
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line)
                                .endsWith("tcp.hots: is unknown and ignored; did you mean host?")
                                .satisfies(text -> assertThat(text).contains("readinessProbe.")),
                        line -> assertThat(line)
                                .endsWith("periodSecond: is unknown and ignored; did you mean periodSeconds?"));
    }
}
