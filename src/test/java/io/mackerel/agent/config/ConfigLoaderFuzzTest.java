package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in the file, loading answers, prints no secret and names lines that exist. */
class ConfigLoaderFuzzTest {
    private static final int ROUNDS = 400;
    private static final String SECRET = "Zq9wXk7v";
    private static final String VALID = """
            apikey: %s
            apibase: https://api.example/stub
            roles:
              - shop:app
              - "shop: db"
            displayName: &name 'Shop'
            memo: >-
              folded
              text
            ignoreContainer: '(?P<x>log)[[:alpha:]]'
            shutdownTimeout: 2s
            plugin: {checks: {ping: {command: [ping, *name]}}}
            """.formatted(SECRET);
    private static final List<String> TOKENS = List.of(
            "\n",
            "  ",
            "\t",
            ": ",
            "- ",
            "? ",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&a ",
            "*a",
            "!t ",
            "!!str ",
            "|",
            ">-",
            "'",
            "\"",
            "\\",
            "#",
            "%",
            "@",
            "`",
            "---\n",
            "...\n",
            "~",
            "<<: ",
            "roles",
            "memo",
            "apikey",
            "0",
            "60",
            "\0",
            "\uFEFF",
            "\u0085",
            "\u2028",
            "😀",
            "%YAML 1.1\n",
            "\\UFFFFFFFF",
            "(",
            "(?P<",
            "[:");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 42, 20_250_101})
    void aMangledFileIsAnsweredAndNeverThrows(long seed) throws IOException {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            byte[] content = mangled(random);

            // When
            ConfigOutcome outcome = load(content);

            // Then
            assertSane(outcome, new String(content, StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 1_000_003})
    void tokensInAnyOrderAreAnsweredAndNeverThrow(long seed) throws IOException {
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                text.append(token(random));
            }

            // When
            ConfigOutcome outcome = load(text.toString().getBytes(StandardCharsets.UTF_8));

            // Then
            assertSane(outcome, text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 77})
    void whatIsLoadedIsListedAsAFileThatMeansTheSame(long seed) throws IOException {
        RandomGenerator random = new Random(seed);
        int listed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            // Given
            byte[] content = mangled(random);
            if (load(content) instanceof ConfigOutcome.Loaded loaded) {
                // When
                String listing = String.join("\n", ConfigListing.of(loaded));

                // Then
                assertThat(listing).doesNotContain(SECRET);
                assertThat(load(listing.getBytes(StandardCharsets.UTF_8)))
                        .as(listing)
                        .isInstanceOfSatisfying(
                                ConfigOutcome.Loaded.class,
                                again -> assertThat(again.config())
                                        .usingRecursiveComparison()
                                        .withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
                                        .ignoringFields("apiKey")
                                        .isEqualTo(loaded.config()));
                listed++;
            }
        }
        assertThat(listed).isGreaterThan(ROUNDS / 20);
    }

    private static byte[] mangled(RandomGenerator random) {
        StringBuilder text = new StringBuilder(VALID);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            // The secret itself stays whole, so that it can be recognised.
            int at = random.nextInt(text.indexOf("\n", text.indexOf(SECRET)), text.length());
            int end = Math.min(text.length(), at + random.nextInt(3));
            text.replace(at, end, token(random));
        }
        byte[] content = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }
        return content;
    }

    private static String token(RandomGenerator random) {
        return TOKENS.get(random.nextInt(TOKENS.size()));
    }

    private ConfigOutcome load(byte[] content) throws IOException {
        Path file = Files.write(directory.resolve("agent.yaml"), content);
        return new ConfigLoader(Map.of("MACKEREL_AGENT_CONFIG", file.toString()), Loading.NO_NETWORK)
                .load(ApiKeyRule.REQUIRED);
    }

    private static boolean endsALine(String text) {
        return !text.isEmpty() && "\n\r\u0085\u2028\u2029".indexOf(text.charAt(text.length() - 1)) >= 0;
    }

    private static void assertSane(ConfigOutcome outcome, String text) {
        // What follows the last line's end is no line.
        int lines = Math.max(1, text.split("\r\n|[\n\r\u0085\u2028\u2029]", -1).length - (endsALine(text) ? 1 : 0));
        assertThat(outcome.toString()).as(text).doesNotContain(SECRET);
        if (outcome instanceof ConfigOutcome.Invalid invalid) {
            assertThat(invalid.problems()).allSatisfy(problem -> {
                assertThat(problem.message()).as(text).isNotBlank();
                if (problem.line() != null) {
                    assertThat(problem.line()).as(text).isBetween(1, lines);
                }
            });
        }
    }
}
