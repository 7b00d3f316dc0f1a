package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigListingTest {
    private static final String[] ALL_KINDS_OF_VALUES = {
        "apikey: key-of-the-file",
        "apibase: https://mackerel.example:8443/stub",
        "root: /data",
        "hostIdStore: memory",
        "roles: ['shop:app', 'shop: db']",
        "displayName: 'yes'",
        "memo: \"two\\nlines: # and more\"",
        "ignoreContainer: \\A(?P<x>log|[[:alpha:]]'s)",
        "hostStatusOnStart: standby",
        "readinessProbe:",
        "  http: {path: ready, host: '::1', scheme: HTTPS, headers: [{name: A, value: '****'}, {name: B}]}",
        "  initialDelaySeconds: 1",
        "plugin:",
        "  metrics:",
        "    a.b: {command: [x, ' y ', \"z\\t1\"], user: '#1000', env: {A: '****', B: ''}}",
        "    メモリ: {command: \"set -e\\n\\n  x | y\\n\", timeoutSeconds: 5, intervalMinutes: 10}",
        "  checks:",
        "    \"12\": {command: x, memo: m, notificationInterval: 60, maxCheckAttempts: 3}",
        "shutdownTimeout: 1m30s",
        "metricsInterval: 1500ms",
        "checksInterval: 1h",
    };

    @TempDir
    private Path directory;

    @Test
    void allButTheKeyIsADefaultWhenNothingElseIsGiven() {
        // Given
        Loading loading = Loading.with("MACKEREL_APIKEY", "a-key-of-the-environment");

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines)
                .containsExactly(
                        "# The effective configuration, each value with its origin.",
                        "# **** hides a secret: fill it in where this is to be used as a configuration file.",
                        "apikey: '****' # MACKEREL_APIKEY",
                        "apikeyFile: # not set",
                        "apibase: https://api.mackerelio.com/ # default",
                        "root: /var/tmp/mackerel-container-agent # default",
                        "hostIdStore: file # default",
                        "roles: # not set",
                        "displayName: # not set",
                        "memo: # not set",
                        "ignoreContainer: # not set",
                        "hostStatusOnStart: # not set",
                        "readinessProbe: # not set",
                        "plugin: # not set",
                        "shutdownTimeout: 25s # default",
                        "metricsInterval: 60s # default",
                        "checksInterval: 60s # default",
                        "",
                        "# Only the environment sets:",
                        "# MACKEREL_AGENT_CONFIG: # not set",
                        "# MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES: 0 # default",
                        "# MACKEREL_LOG_LEVEL: INFO # default",
                        "# MACKEREL_CONTAINER_PLATFORM: auto # default",
                        "# HTTP_PROXY: # not set",
                        "# HTTPS_PROXY: # not set",
                        "# NO_PROXY: # not set",
                        "",
                        "# The platform: none is found here, and the agent would end with exit status 3.");
    }

    @Test
    void eachValueOfTheFileHasItsLine() {
        // Given
        Loading loading = Loading.file(directory, ALL_KINDS_OF_VALUES);

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines.subList(2, lines.indexOf("# Only the environment sets:") - 1))
                .containsExactly(
                        "apikey: '****' # agent.yaml:1, wins over MACKEREL_APIKEY",
                        "apikeyFile: # not set",
                        "apibase: https://mackerel.example:8443/stub/ # agent.yaml:2",
                        "root: /data # agent.yaml:3",
                        "hostIdStore: memory # agent.yaml:4",
                        "roles: # agent.yaml:5",
                        "  - shop:app",
                        "  - shop:db",
                        "displayName: 'yes' # agent.yaml:6",
                        "memo: |- # agent.yaml:7",
                        "  two",
                        "  lines: # and more",
                        "ignoreContainer: '\\A(log|[\\p{Alpha}]''s)' # agent.yaml:8",
                        "hostStatusOnStart: standby # agent.yaml:9",
                        "readinessProbe: # agent.yaml:10",
                        "  http:",
                        "    path: /ready # agent.yaml:11",
                        "    scheme: https # agent.yaml:11",
                        "    host: '::1' # agent.yaml:11",
                        "    port: 80 # default",
                        "    method: GET # default",
                        "    headers: # agent.yaml:11",
                        "      - name: A",
                        "        value: '****'",
                        "      - name: B",
                        "        value: ''",
                        "  initialDelaySeconds: 1 # agent.yaml:12",
                        "  periodSeconds: 10 # default",
                        "  timeoutSeconds: 1 # default",
                        "plugin:",
                        "  metrics:",
                        "    a.b: # agent.yaml:15",
                        "      command: # agent.yaml:15",
                        "        - x",
                        "        - 'y'",
                        "        - 'z\t1'",
                        "      user: '#1000' # agent.yaml:15",
                        "      env: # agent.yaml:15",
                        "        A: '****'",
                        "        B: ''",
                        "      timeoutSeconds: 30 # default",
                        "    メモリ: # agent.yaml:16",
                        "      command: |- # agent.yaml:16",
                        "        set -e",
                        "",
                        "          x | y",
                        "      timeoutSeconds: 5 # agent.yaml:16",
                        "      intervalMinutes: 10 # agent.yaml:16",
                        "  checks:",
                        "    '12': # agent.yaml:18",
                        "      command: x # agent.yaml:18",
                        "      timeoutSeconds: 30 # default",
                        "      memo: m # agent.yaml:18",
                        "      notificationInterval: 60 # agent.yaml:18",
                        "      maxCheckAttempts: 3 # agent.yaml:18",
                        "shutdownTimeout: 90s # agent.yaml:19",
                        "metricsInterval: 1500ms # agent.yaml:20",
                        "checksInterval: 3600s # agent.yaml:21");
    }

    @Test
    void theListingIsAFileThatMeansTheSame() {
        // Given
        AgentConfig config = Loading.file(directory, ALL_KINDS_OF_VALUES).config();

        // When
        ConfigOutcome.Loaded again = listedAndLoaded(Loading.file(directory, ALL_KINDS_OF_VALUES));

        // Then
        assertThat(again.warnings()).isEmpty();
        assertSame(again.config(), config);
    }

    static IntStream seeds() {
        return IntStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void soItIsWithOddTexts(int seed) {
        // Given
        Random random = new Random(seed);
        YamlLines yaml = new YamlLines();
        yaml.text("memo", odd(random), "");
        yaml.text("displayName", odd(random), "");
        yaml.below(
                "plugin",
                "",
                () -> yaml.below("metrics", "", () -> {
                    yaml.below("a" + odd(random).replaceAll("[\\p{IsControl}\u2028]", "?"), "", () -> {
                        yaml.text("command", odd(random), "");
                        yaml.below("env", "", () -> yaml.text("A", "****", ""));
                    });
                    yaml.below("b", "", () -> yaml.list("command", List.of(odd(random), odd(random)), ""));
                }));
        Loading loading = Loading.file(directory, yaml.lines().toArray(String[]::new));
        AgentConfig config = loading.config();

        // When
        ConfigOutcome.Loaded again = listedAndLoaded(loading);

        // Then
        assertThat(again.warnings()).isEmpty();
        assertSame(again.config(), config);
    }

    @Test
    void ofAKeyFileThePathIsListed() throws IOException {
        // Given
        Path keyFile = Files.writeString(directory.resolve("key"), "s3cret-of-the-file");
        Loading loading = Loading.file(directory, "apikeyFile: " + keyFile);

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines)
                .contains("apikey: # MACKEREL_APIKEY does not count, apikeyFile does", "apikeyFile: key # agent.yaml:1")
                .noneSatisfy(line -> assertThat(line).contains("s3cret"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ECS_CONTAINER_METADATA_URI | http://a/b | ecs, as ECS_CONTAINER_METADATA_URI shows. Its variables:",
                "MACKEREL_ECS_SOURCE | V2 | ecs, as MACKEREL_ECS_SOURCE shows. Its variables:",
                "MACKEREL_CONTAINER_PLATFORM | fargate | ecs, as MACKEREL_CONTAINER_PLATFORM says. Its variables:",
                "MACKEREL_CONTAINER_PLATFORM | none | none, as MACKEREL_CONTAINER_PLATFORM says.",
                "MACKEREL_MEMO | x | none is found here, and the agent would end with exit status 3.",
            })
    void thePlatformIsNamedWithTheReason(String variable, String value, String expected) {
        // Given
        Loading loading = Loading.with(variable, value);

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines).contains("# The platform: " + expected);
    }

    @Test
    void onKubernetesItsVariablesAreListed() {
        // Given
        Loading loading = Loading.with("KUBERNETES_SERVICE_HOST", "10.0.0.1")
                .and("MACKEREL_KUBERNETES_KUBELET_HOST", "10.1.0.1")
                .and("MACKEREL_KUBERNETES_NAMESPACE", "shop")
                .and("MACKEREL_KUBERNETES_POD_NAME", "app-1")
                .and("MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS", "1")
                .and("MACKEREL_LOG_LEVEL", "warning")
                .and("MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES", "05");

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines)
                .contains(
                        "# MACKEREL_LOG_LEVEL: WARN",
                        "# MACKEREL_AGENT_CONFIG_POLLING_DURATION_MINUTES: 5",
                        "# The platform: kubernetes, as KUBERNETES_SERVICE_HOST shows. Its variables:",
                        "# KUBERNETES_SERVICE_PORT: 443 # default",
                        "# MACKEREL_KUBERNETES_NAMESPACE: shop",
                        "# MACKEREL_KUBERNETES_KUBELET_INSECURE_TLS: true",
                        "# MACKEREL_KUBERNETES_NODE_NAME: # not set")
                .noneSatisfy(line -> assertThat(line).contains("_ECS_"));
    }

    @Test
    void everySettingIsListedOnItsPlatform() {
        // Given
        List<String> all = Stream.of("ecs", "kubernetes")
                .flatMap(platform -> listing(Loading.with("MACKEREL_CONTAINER_PLATFORM", platform)
                                .and("MACKEREL_KUBERNETES_KUBELET_HOST", "10.1.0.1")
                                .and("MACKEREL_KUBERNETES_NAMESPACE", "shop")
                                .and("MACKEREL_KUBERNETES_POD_NAME", "app-1")
                                .and("AWS_REGION", "eu-west-1")
                                .and("AWS_ENDPOINT_URL_S3", "https://s3.example"))
                        .stream())
                .toList();

        // When
        Stream<String> missing = Settings.ALL.stream()
                .map(setting -> setting.keys().isEmpty() ? "# " + setting.documentedVariable() : setting.name())
                .filter(start -> all.stream().noneMatch(line -> line.startsWith(start + ":")));

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void noSecretIsListed() {
        // Given
        Loading loading = Loading.file(
                        directory,
                        "apikey: s3cret-key",
                        "memo: see http://me:s3cret@wiki/?s3cret",
                        "displayName: http://me:s3cret@wiki/?s3cret",
                        "readinessProbe:",
                        "  http:",
                        "    path: /?t=s3cret",
                        "    headers: [{name: A, value: s3cret}]",
                        "    proxy: http://me:s3cret@proxy:1",
                        "plugin:",
                        "  metrics:",
                        "    a: {command: 'x s3cret-of-env --password s3cret', env: {A: s3cret-of-env}}",
                        "    b: {command: [x, s3cret-key, 'http://s3cret@host/?s3cret', --token, s3cret]}",
                        "  checks:",
                        "    c: {command: x, env: {A: s3cret}, memo: 'http://me:s3cret@wiki/?s3cret'}")
                .and("MACKEREL_APIKEY", "s3cret-other")
                .and("MACKEREL_MEMO", "s3cret")
                .and("HTTP_PROXY", "me:s3cret@proxy")
                .and("HTTPS_PROXY", "http://me:s3cret@proxy:1")
                .and("NO_PROXY", "me:s3cret@a,b")
                .and("MACKEREL_ECS_INTROSPECTION_URI", "http://me:s3cret@a/?s3cret")
                .and("ECS_CONTAINER_METADATA_URI_V4", "http://me:s3cret@a/b?s3cret");

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines)
                .contains("# MACKEREL_ECS_INTROSPECTION_URI: http://****@a/?****")
                .noneSatisfy(line -> assertThat(line).contains("s3cret"));
    }

    @Test
    void aLocationIsListedWithoutItsSignature() {
        // Given
        Loading loading = Loading.with("MACKEREL_AGENT_CONFIG", "https://me:s3cret@host/a.yaml?signature=s3cret")
                .over((location, proxies) -> "memo: x".getBytes(StandardCharsets.UTF_8));

        // When
        List<String> lines = listing(loading);

        // Then
        assertThat(lines)
                .contains(
                        "memo: x # https://****@host/a.yaml?****:1",
                        "# MACKEREL_AGENT_CONFIG: https://****@host/a.yaml?****");
    }

    /** Without the padding, and without the directory. */
    private List<String> listing(Loading loading) {
        return ConfigListing.of(loading.loaded()).stream()
                .map(line -> line.replaceFirst(" +#", " #"))
                .map(line -> line.replace(directory + "/", ""))
                .toList();
    }

    private ConfigOutcome.Loaded listedAndLoaded(Loading loading) {
        return Loading.file(directory, ConfigListing.of(loading.loaded()).toArray(String[]::new))
                .loaded();
    }

    /** Two patterns are never equal. */
    private static void assertSame(AgentConfig one, AgentConfig other) {
        assertThat(one)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
                .ignoringFields("apiKey")
                .isEqualTo(other);
    }

    private static String odd(Random random) {
        String characters = "ab19 'x\"\n\t\\#:-{}[]&*!|>%@`é店\u0085\u2028\ufeff";
        return IntStream.range(0, 1 + random.nextInt(20))
                .mapToObj(i -> characters.charAt(random.nextInt(characters.length())))
                .map(String::valueOf)
                .collect(Collectors.joining("", "a", "b"));
    }
}
