package io.mackerel.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.Proxy;
import io.mackerel.agent.mackerel.ContactOutcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServiceExaminationTest {
    private final CompletableFuture<Boolean> answered = new CompletableFuture<>();

    @Test
    void anAnswerSaysThatTheKeyIsTakenAndWhatIsNotTried() {
        // When
        Finding finding = examine(new ContactOutcome.Answered(), null);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.OK);
        assertThat(finding.text())
                .contains("https://api.example/ takes the key", " ms, TLS, no proxy", "may write is not tried");
        assertThat(answered).isCompletedWithValue(true);
    }

    @Test
    void aRefusedKeyIsFatal() {
        // When
        Finding finding = examine(new ContactOutcome.KeyRefused("GET hosts answered 403"), null);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.FATAL);
        assertThat(finding.text()).contains("refused the API key", "403");
        assertThat(finding.advice()).contains("may read and write");
        assertThat(answered).isCompletedWithValue(false);
    }

    @Test
    void whatIsNotMackerelPointsToTheBase() {
        // When
        Finding finding = examine(new ContactOutcome.NotMackerel("GET hosts answered 404"), null);

        // Then
        assertThat(finding.outcome()).isEqualTo(Outcome.FATAL);
        assertThat(finding.advice()).contains("MACKEREL_APIBASE");
    }

    @Test
    void adviceFollowsTheWayThatFails() {
        // When
        List<@Nullable String> advice = List.of(
                String.valueOf(examine(silent("Connection refused"), null).advice()),
                String.valueOf(examine(silent("Connection refused"), new Proxy("proxy", 3128, "me", "swordfish"))
                        .advice()),
                String.valueOf(
                        examine(silent("PKIX path building failed"), null).advice()),
                String.valueOf(examine(silent("GET hosts answered 503"), null).advice()));

        // Then
        assertThat(advice.get(0)).contains("DNS", "security group", "HTTPS_PROXY");
        assertThat(advice.get(1)).contains("the proxy lets through to api.example");
        assertThat(advice.get(2)).contains("certificate");
        assertThat(advice.get(3)).contains("try again");
    }

    @Test
    void theProxyIsNamedWithoutItsPassword() {
        // When
        Finding finding = examine(new ContactOutcome.Answered(), new Proxy("proxy", 3128, "me", "swordfish"));

        // Then
        assertThat(finding.text()).contains("proxy http://me:****@proxy:3128").doesNotContain("swordfish");
    }

    @Test
    void theClockIsComparedWhateverWasAnswered() {
        // Given
        ServiceExamination examination = examination(new ContactOutcome.KeyRefused("no"), null);

        // When
        List<Finding> findings = examination.examine();

        // Then
        assertThat(findings.getLast().subject()).isEqualTo("clock");
        assertThat(findings.getLast().outcome()).isEqualTo(Outcome.PROBLEM);
    }

    private static ContactOutcome silent(String reason) {
        return new ContactOutcome.Unavailable(reason);
    }

    private Finding examine(ContactOutcome outcome, @Nullable Proxy proxy) {
        return examination(outcome, proxy).examine().getFirst();
    }

    private ServiceExamination examination(ContactOutcome outcome, @Nullable Proxy proxy) {
        return new ServiceExamination(
                URI.create("https://api.example/"),
                proxy,
                () -> outcome,
                () -> Duration.ofHours(1),
                System::nanoTime,
                answered);
    }
}
