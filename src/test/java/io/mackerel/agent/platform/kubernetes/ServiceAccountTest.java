package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.ServiceAccount.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceAccountTest {
    @TempDir
    private Path dir;

    private ServiceAccount account;

    static IntStream seeds() {
        return IntStream.rangeClosed(1, 50);
    }

    @BeforeEach
    void mount() {
        account = new ServiceAccount(dir);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aaa.bbb.ccc", "aaa.bbb.ccc\n", " \t aaa.bbb.ccc \r\n\n"})
    void theTokenIsReadWithoutTheWhiteSpaceAroundIt(String content) throws IOException {
        // Given
        write(content);

        // When
        String token = account.token();

        // Then
        assertThat(token).isEqualTo("aaa.bbb.ccc");
    }

    @Test
    void theTokenIsReadAnewEachTime() throws IOException {
        // Given
        write("first");
        account.token();
        write("second");

        // When
        String token = account.token();

        // Then
        assertThat(token).isEqualTo("second");
    }

    @Test
    void aTokenThatIsReplacedByALinkIsFollowed() throws IOException {
        // Given
        Path first = Files.createDirectory(dir.resolve("..2026_1"));
        Files.writeString(first.resolve("token"), "first");
        Path second = Files.createDirectory(dir.resolve("..2026_2"));
        Files.writeString(second.resolve("token"), "second");
        Path data = Files.createSymbolicLink(dir.resolve("..data"), first);
        Files.createSymbolicLink(dir.resolve("token"), Path.of("..data", "token"));
        account.token();
        Path renamed = Files.createSymbolicLink(dir.resolve("..data_tmp"), second);
        Files.move(renamed, data, StandardCopyOption.ATOMIC_MOVE);

        // When
        String token = account.token();

        // Then
        assertThat(token).isEqualTo("second");
    }

    @Test
    void whenTheFileGoesTheLastTokenIsKept() throws IOException {
        // Given
        write("good");
        account.token();
        Files.delete(dir.resolve("token"));

        // When
        String token = account.token();

        // Then
        assertThat(token).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two words", "line\nbreak", "a\r\nX-Header: b", "umläut", "nul\0", "\u007f"})
    void whatCannotStandInAHeaderIsNoToken(String content) throws IOException {
        // Given
        write(content);

        // When
        String token = account.token();

        // Then
        assertThat(token).isNull();
        assertThat(account.subject()).isEmpty();
    }

    @Test
    void aTokenThatTurnsToGarbageLeavesTheLastGoodOne() throws IOException {
        // Given
        write("good");
        account.token();
        write("half\n writ");

        // When
        String token = account.token();

        // Then
        assertThat(token).isEqualTo("good");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noBytesWhateverBreakAHeader(int seed) throws IOException {
        // Given
        Random random = new Random(seed);
        byte[] content = new byte[1 + random.nextInt(3)];
        random.nextBytes(content);
        Files.write(dir.resolve("token"), content);

        // When
        String token = account.token();

        // Then
        assertThat(token == null || token.chars().allMatch(c -> c > ' ' && c < 127))
                .isTrue();
    }

    @Test
    void withoutAFolderThereIsNoToken() {
        assertThat(new ServiceAccount(dir.resolve("nowhere")).token()).isNull();
    }

    @Test
    void aFolderInPlaceOfTheFileIsNoToken() throws IOException {
        // Given
        Files.createDirectory(dir.resolve("token"));

        // When
        String token = account.token();

        // Then
        assertThat(token).isNull();
    }

    @Test
    void theAuthorityStandsBesideTheToken() {
        assertThat(account.caFile()).isEqualTo(dir.resolve("ca.crt"));
    }

    @Test
    void theTokenNamesItsSubject() throws IOException {
        // Given
        write(jwt("{\"iss\": \"https://kubernetes\", \"sub\": \"system:serviceaccount:team-a:my.agent-1\"}"));

        // When
        Subject subject = account.subject().orElseThrow();

        // Then
        assertThat(subject).isEqualTo(new Subject("team-a", "my.agent-1"));
        assertThat(subject).hasToString("system:serviceaccount:team-a:my.agent-1");
    }

    @Test
    void aPayloadOfUrlCharactersAndPaddingIsReadToo() throws IOException {
        // Given
        String json = "{\"sub\":\"system:serviceaccount:a:b\",\"x\":\"\u00ff\u00fe?>~\"}";
        String payload = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        write("h." + payload + ".s");

        // When
        Subject subject = account.subject().orElseThrow();

        // Then
        assertThat(payload).containsPattern("[-_=]");
        assertThat(subject).isEqualTo(new Subject("a", "b"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "opaque",
                "one.two",
                "a.b.c.d",
                "..",
                "header.not base64.signature",
                "header.%%%.signature",
                "header.bm8ganNvbg.signature"
            })
    void aTokenThatIsNoJwtNamesNobody(String token) throws IOException {
        // Given
        write(token);

        // Then
        assertThat(account.subject()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "5",
                "{\"sub\": null}",
                "{\"sub\": 5}",
                "{\"sub\": {}}",
                "{\"sub\": \"\"}",
                "{\"sub\": \"system:anonymous\"}",
                "{\"sub\": \"system:node:node-1\"}",
                "{\"sub\": \"system:serviceaccount:team-a\"}",
                "{\"sub\": \"system:serviceaccount::agent\"}",
                "{\"sub\": \"system:serviceaccount:team-a:agent:more\"}",
                "{\"sub\": \"system:serviceaccount:team-a:agent\\nkind: evil\"}",
                "{\"sub\": \"system:serviceaccount:Team:agent\"}",
                "{\"sub\": \" system:serviceaccount:team-a:agent\"}"
            })
    void aSubjectThatIsNoServiceAccountIsNone(String payload) throws IOException {
        // Given
        write(jwt(payload));

        // Then
        assertThat(account.subject()).isEmpty();
    }

    @Test
    void withoutATokenThereIsNoSubject() {
        assertThat(account.subject()).isEmpty();
    }

    private static String jwt(String payload) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return base64.encodeToString("{\"alg\": \"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64.encodeToString(payload.getBytes(StandardCharsets.UTF_8)) + ".c2lnbmF0dXJl";
    }

    private void write(String content) throws IOException {
        Files.writeString(dir.resolve("token"), content);
    }
}
