package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.kubernetes.Answer.Denied;
import io.mackerel.agent.platform.kubernetes.Answer.Given;
import io.mackerel.agent.platform.kubernetes.Answer.Unavailable;
import io.mackerel.agent.platform.kubernetes.Source.Standing;
import io.mackerel.agent.platform.kubernetes.Sources.NoneLeftException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SourcesTest {
    private final Map<Origin, Answer<String>> answers = new EnumMap<>(Origin.class);
    private final List<Origin> asked = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 1;

    @ParameterizedTest
    @CsvSource({
        "INSISTED, false, false",
        "USUAL, true, false",
        "GUESSED, true, true",
    })
    void howMuchAFailureCountsDependsOnWhoNamedTheSource(Standing standing, boolean afterDenial, boolean afterSilence) {
        // Given
        Source<String> source = source(Origin.KUBELET, standing);

        // Then
        assertThat(source.isGivenUpAfter(new Given<>("pod"))).isFalse();
        assertThat(source.isGivenUpAfter(new Denied<>("403"))).isEqualTo(afterDenial);
        assertThat(source.isGivenUpAfter(new Unavailable<>("silence"))).isEqualTo(afterSilence);
    }

    @Test
    void theFirstThatWorksIsTaken() throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Given<>("of the API server"));
        answers.put(Origin.KUBELET, new Given<>("of the kubelet"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);

        // When
        String value = sources.read();

        // Then
        assertThat(value).isEqualTo("of the API server");
        assertThat(asked).containsExactly(Origin.API_SERVER);
        assertThat(sources.origin()).isEqualTo(Origin.API_SERVER);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void whatWorkedOnceIsKeptForGoodAndItsFailuresAreOutages(Failure failure) throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Given<>("pod"));
        answers.put(Origin.KUBELET, new Given<>("another"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);
        sources.read();
        answers.put(Origin.API_SERVER, failure.answer());

        // Then
        assertThatExceptionOfType(PlatformException.class)
                .isThrownBy(sources::read)
                .isNotInstanceOf(NoneLeftException.class)
                .withMessage(failure.reason);
        answers.put(Origin.API_SERVER, new Given<>("pod again"));
        assertThat(sources.read()).isEqualTo("pod again");
        assertThat(asked).containsOnly(Origin.API_SERVER);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aWayThatDoesNotWorkLeadsToTheNext(Failure failure) throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, failure.answer());
        answers.put(Origin.KUBELET, new Given<>("pod"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);

        // When
        String value = sources.read();

        // Then
        assertThat(value).isEqualTo("pod");
        assertThat(sources.origin()).isEqualTo(Origin.KUBELET);
    }

    @Test
    void aBetterWayThatDidNotAnswerIsTriedAgainEveryFiveMinutes() throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Unavailable<>("silence"));
        answers.put(Origin.KUBELET, new Given<>("of the kubelet"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);
        sources.read();
        answers.put(Origin.API_SERVER, new Given<>("of the API server"));
        nanos += Duration.ofMinutes(5).toNanos() - 1;
        String tooSoon = sources.read();
        nanos += 1;

        // When
        String inTime = sources.read();

        // Then
        assertThat(tooSoon).isEqualTo("of the kubelet");
        assertThat(inTime).isEqualTo("of the API server");
        assertThat(sources.origin()).isEqualTo(Origin.API_SERVER);
    }

    @Test
    void aBetterWayThatDeniesIsNotTriedAgain() throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Denied<>("403"));
        answers.put(Origin.KUBELET, new Given<>("pod"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);
        sources.read();
        nanos += Duration.ofMinutes(10).toNanos();

        // When
        sources.read();

        // Then
        assertThat(asked).containsExactly(Origin.API_SERVER, Origin.KUBELET, Origin.KUBELET);
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void theWayInUseIsNeverGivenUp(Failure failure) throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Unavailable<>("silence"));
        answers.put(Origin.KUBELET, new Given<>("pod"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);
        sources.read();
        nanos += Duration.ofMinutes(5).toNanos();
        answers.put(Origin.KUBELET, failure.answer());
        PlatformException outage = fail(sources);
        answers.put(Origin.KUBELET, new Given<>("pod again"));

        // When
        String value = sources.read();

        // Then
        assertThat(outage).isNotInstanceOf(NoneLeftException.class);
        assertThat(value).isEqualTo("pod again");
    }

    @Test
    void whenNoneIsLeftAllAreTriedAgainTheNextTime() throws PlatformException {
        // Given
        answers.put(Origin.API_SERVER, new Denied<>("403"));
        Sources<String> sources = usual(Origin.API_SERVER);
        PlatformException denied = fail(sources);
        answers.put(Origin.API_SERVER, new Given<>("granted meanwhile"));

        // When
        String value = sources.read();

        // Then
        assertThat(denied).isInstanceOf(NoneLeftException.class);
        assertThat(value).isEqualTo("granted meanwhile");
    }

    @Test
    void aDenialIsNotAskedForTwiceAndSilenceIs() {
        // Given
        answers.put(Origin.API_SERVER, new Denied<>("403"));
        answers.put(Origin.KUBELET, new Unavailable<>("silence"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);

        // When
        fail(sources);
        fail(sources);

        // Then
        assertThat(asked).containsExactly(Origin.API_SERVER, Origin.KUBELET, Origin.KUBELET);
    }

    @Test
    void whileAWayIsLeftItsReasonIsTold() {
        // Given
        answers.put(Origin.API_SERVER, new Unavailable<>("connection refused"));
        answers.put(Origin.KUBELET, new Unavailable<>("silence"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);

        // When
        PlatformException failure = fail(sources);

        // Then
        assertThat(failure).isNotInstanceOf(NoneLeftException.class).hasMessage("connection refused; silence");
        assertThat(sources.origin()).isNull();
    }

    @Test
    void whereAllDenyNoneIsLeftAndEachSaysWhy() {
        // Given
        answers.put(Origin.API_SERVER, new Denied<>("the API server says 403"));
        answers.put(Origin.KUBELET, new Denied<>("the kubelet says 403"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);

        // When
        PlatformException failure = fail(sources);

        // Then
        assertThat(failure)
                .isInstanceOf(NoneLeftException.class)
                .hasMessage("the API server says 403; the kubelet says 403");
    }

    @Test
    void theReasonsOfEarlierDenialsAreRememberedUntilNoneIsLeft() {
        // Given
        answers.put(Origin.API_SERVER, new Denied<>("the API server says 403"));
        answers.put(Origin.KUBELET, new Unavailable<>("silence"));
        Sources<String> sources = usual(Origin.API_SERVER, Origin.KUBELET);
        fail(sources);
        answers.put(Origin.KUBELET, new Denied<>("the kubelet says 403"));

        // When
        PlatformException failure = fail(sources);

        // Then
        assertThat(failure)
                .isInstanceOf(NoneLeftException.class)
                .hasMessage("the API server says 403; the kubelet says 403");
    }

    @Test
    void whereThereIsNoWayThatIsSaid() {
        assertThat(fail(new Sources<>("pod", List.<Source<String>>of(), () -> nanos)))
                .isInstanceOf(NoneLeftException.class)
                .hasMessage("no way to it is allowed");
    }

    @Test
    void aPortThatWasGuessedIsGivenUpWhenItDoesNotAnswer() {
        // Given
        answers.put(Origin.KUBELET, new Unavailable<>("silence"));
        answers.put(Origin.READ_ONLY_PORT, new Unavailable<>("connection refused"));
        Sources<String> sources = new Sources<>(
                "stats",
                List.of(source(Origin.KUBELET, Standing.USUAL), source(Origin.READ_ONLY_PORT, Standing.GUESSED)),
                () -> nanos);

        // When
        fail(sources);
        PlatformException failure = fail(sources);

        // Then
        assertThat(asked).containsExactly(Origin.KUBELET, Origin.READ_ONLY_PORT, Origin.KUBELET);
        assertThat(failure).isNotInstanceOf(NoneLeftException.class).hasMessage("silence");
    }

    @Test
    void aGuessedPortAloneThatDoesNotAnswerLeavesNone() {
        // Given
        answers.put(Origin.READ_ONLY_PORT, new Unavailable<>("connection refused"));
        Sources<String> sources =
                new Sources<>("stats", List.of(source(Origin.READ_ONLY_PORT, Standing.GUESSED)), () -> nanos);

        // When
        PlatformException failure = fail(sources);

        // Then
        assertThat(failure).isInstanceOf(NoneLeftException.class).hasMessage("connection refused");
    }

    @ParameterizedTest
    @EnumSource(Failure.class)
    void aPortThatWasSetNeverEndsTheAgent(Failure failure) throws PlatformException {
        // Given
        answers.put(Origin.READ_ONLY_PORT, failure.answer());
        Sources<String> sources =
                new Sources<>("stats", List.of(source(Origin.READ_ONLY_PORT, Standing.INSISTED)), () -> nanos);

        // When
        PlatformException first = fail(sources);

        // Then
        assertThat(first).isNotInstanceOf(NoneLeftException.class).hasMessage(failure.reason);
        answers.put(Origin.READ_ONLY_PORT, new Given<>("stats"));
        assertThat(sources.read()).isEqualTo("stats");
    }

    enum Failure {
        DENIED("answered 403"),
        UNAVAILABLE("gave no answer");

        private final String reason;

        Failure(String reason) {
            this.reason = reason;
        }

        Answer<String> answer() {
            return this == DENIED ? new Denied<>(reason) : new Unavailable<>(reason);
        }
    }

    private Sources<String> usual(Origin... origins) {
        return new Sources<>(
                "pod",
                Stream.of(origins).map(each -> source(each, Standing.USUAL)).toList(),
                () -> nanos);
    }

    private Source<String> source(Origin origin, Standing standing) {
        return new Source<>(origin, standing, () -> {
            asked.add(origin);
            return answers.get(origin);
        });
    }

    private static PlatformException fail(Sources<String> sources) {
        return catchThrowableOfType(PlatformException.class, sources::read);
    }
}
