package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.mackerel.agent.platform.PlatformException;
import io.mackerel.agent.platform.kubernetes.Source.Standing;
import io.mackerel.agent.platform.kubernetes.Sources.NoneLeftException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnPodTest {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** Close to where a monotonic clock overflows, which it may. */
    private long nanos = Long.MAX_VALUE - Duration.ofMinutes(4).toNanos();

    private Answer<PodResponse> answer = new Answer.Given<>(pod("u1", "node-1"));
    private int asked;

    private final OwnPod own = new OwnPod(
            new PodReference("team-a", "demo", null),
            new Sources<>(
                    "pod",
                    List.of(new Source<>(Origin.API_SERVER, Standing.USUAL, () -> {
                        asked++;
                        return answer;
                    })),
                    () -> nanos),
            () -> nanos,
            Runnable::run);

    @Test
    void beforeItIsReadThePodIsKnownByItsNameAlone() {
        assertThat(own.reference()).isEqualTo(new PodReference("team-a", "demo", null));
        assertThat(own.nodeName()).isNull();
    }

    @Test
    void onceReadItIsKnownByItsUidAndItsNode() throws PlatformException {
        // When
        PodResponse pod = own.notOlderThan(OLDEST);

        // Then
        assertThat(pod).isEqualTo(pod("u1", "node-1"));
        assertThat(own.reference()).isEqualTo(new PodReference("team-a", "demo", "u1"));
        assertThat(own.nodeName()).isEqualTo("node-1");
    }

    @Test
    void theUidIsTheOneThatTheKubeletUses() throws PlatformException {
        // Given
        answer = new Answer.Given<>(Fixtures.pod("v1.36-mirror-of-static-pod"));

        // When
        own.notOlderThan(OLDEST);

        // Then
        assertThat(own.reference().uid()).isEqualTo("282fce535f6a97b3d7e49aff205ef990");
    }

    @Test
    void aPodWithoutSpecificationHasNoNodeYet() throws PlatformException {
        // Given
        answer = new Answer.Given<>(Fixtures.parsedPod("{\"metadata\": {\"uid\": \"u1\"}}"));

        // When
        own.notOlderThan(OLDEST);

        // Then
        assertThat(own.nodeName()).isNull();
    }

    @Test
    void whileItIsYoungEnoughItIsNotReadAnew() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Given<>(pod("u1", "node-2"));
        pass(OLDEST);

        // When
        PodResponse first = own.notOlderThan(OLDEST);
        PodResponse second = own.lastKnown(OLDEST.plus(MOMENT));

        // Then
        assertThat(List.of(first, second)).containsOnly(pod("u1", "node-1"));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whenItIsTooOldItIsReadAnew() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Given<>(pod("u1", "node-2"));
        pass(OLDEST.plus(MOMENT));

        // When
        PodResponse pod = own.notOlderThan(OLDEST);

        // Then
        assertThat(pod).isEqualTo(pod("u1", "node-2"));
        assertThat(own.nodeName()).isEqualTo("node-2");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whoDoesNotWaitGetsTheKnownOneAndTheNextTimeTheNew() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Given<>(pod("u1", "node-2"));
        pass(OLDEST);

        // When
        PodResponse now = own.lastKnown(OLDEST);
        PodResponse next = own.lastKnown(OLDEST);

        // Then
        assertThat(now).isEqualTo(pod("u1", "node-1"));
        assertThat(next).isEqualTo(pod("u1", "node-2"));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whatIsOutdatedIsReadAnewUntilThatSucceeds() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        own.outdate();
        answer = new Answer.Unavailable<>("no answer");
        own.lastKnown(OLDEST);
        answer = new Answer.Given<>(pod("u1", "node-2"));
        own.lastKnown(OLDEST);

        // When
        PodResponse pod = own.lastKnown(OLDEST);

        // Then
        assertThat(pod).isEqualTo(pod("u1", "node-2"));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whoDoesNotWaitIsNeverKeptWaiting() throws PlatformException {
        // Given
        List<Runnable> left = new ArrayList<>();
        OwnPod patient = new OwnPod(
                new PodReference("team-a", "demo", null),
                new Sources<>(
                        "pod", List.of(new Source<>(Origin.API_SERVER, Standing.USUAL, () -> answer)), () -> nanos),
                () -> nanos,
                left::add);
        patient.notOlderThan(OLDEST);
        pass(OLDEST);

        // When
        patient.lastKnown(OLDEST);
        patient.lastKnown(OLDEST);

        // Then
        assertThat(left).hasSize(1);
    }

    @Test
    void itsAgeCountsFromTheLastTimeItWasRead() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        pass(OLDEST.plus(MOMENT));
        own.notOlderThan(OLDEST);
        pass(OLDEST);

        // When
        own.notOlderThan(OLDEST);

        // Then
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void whoWantsItFreshGetsNoOlderOne() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Unavailable<>("no answer");
        pass(MOMENT);

        // When
        PlatformException failure =
                catchThrowableOfType(PlatformException.class, () -> own.notOlderThan(Duration.ZERO));

        // Then
        assertThat(failure).hasMessage("no answer");
    }

    @Test
    void whoPrefersItFreshGetsTheKnownOneWhenItCannotBeRead() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Unavailable<>("no answer");
        pass(OLDEST);

        // When
        PodResponse pod = own.lastKnown(OLDEST);

        // Then
        assertThat(pod).isEqualTo(pod("u1", "node-1"));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void afterAFailureItIsNotTriedAgainBeforeTheTimeIsUp() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Unavailable<>("no answer");
        pass(OLDEST);
        own.lastKnown(OLDEST);
        pass(OLDEST.minus(MOMENT));
        own.lastKnown(OLDEST);
        int tooSoon = asked;
        pass(MOMENT);

        // When
        own.lastKnown(OLDEST);

        // Then
        assertThat(tooSoon).isEqualTo(2);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatWasNeverReadCannotBeFallenBackOn() {
        // Given
        answer = new Answer.Unavailable<>("no answer");

        // When
        PlatformException failure = catchThrowableOfType(PlatformException.class, () -> own.lastKnown(OLDEST));

        // Then
        assertThat(failure).hasMessage("no answer");
        assertThat(own.reference().uid()).isNull();
    }

    @Test
    void whatWasNeverReadIsTriedEachTime() throws PlatformException {
        // Given
        answer = new Answer.Unavailable<>("no answer");
        PlatformException failure = catchThrowableOfType(PlatformException.class, () -> own.lastKnown(OLDEST));
        answer = new Answer.Given<>(pod("u1", "node-1"));

        // When
        PodResponse pod = own.lastKnown(OLDEST);

        // Then
        assertThat(failure).hasMessage("no answer");
        assertThat(pod).isEqualTo(pod("u1", "node-1"));
    }

    @Test
    void aDenialAtFirstSaysThatNoWayIsLeft() {
        // Given
        answer = new Answer.Denied<>("answered 403");

        // When
        PlatformException failure = catchThrowableOfType(PlatformException.class, () -> own.lastKnown(OLDEST));

        // Then
        assertThat(failure).isInstanceOf(NoneLeftException.class).hasMessage("answered 403");
    }

    @Test
    void anotherPodOfTheSameNameIsRefused() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Given<>(pod("u2", "node-2"));
        pass(MOMENT);

        // When
        PlatformException failure =
                catchThrowableOfType(PlatformException.class, () -> own.notOlderThan(Duration.ZERO));

        // Then
        assertThat(failure).hasMessage("the pod team-a/demo is another one by now: uid=u2");
        assertThat(own.reference().uid()).isEqualTo("u1");
        assertThat(own.nodeName()).isEqualTo("node-1");
    }

    @Test
    void whoPrefersItFreshKeepsTheOldPodWhenAnotherTookItsName() throws PlatformException {
        // Given
        own.notOlderThan(OLDEST);
        answer = new Answer.Given<>(pod("u2", "node-2"));
        pass(MOMENT);

        // When
        PodResponse pod = own.lastKnown(Duration.ZERO);

        // Then
        assertThat(pod).isEqualTo(pod("u1", "node-1"));
        assertThat(own.reference().uid()).isEqualTo("u1");
    }

    @Test
    void aPodWithoutAUidIsRefused() {
        // Given
        answer = new Answer.Given<>(Fixtures.parsedPod("{}"));

        // When
        PlatformException failure = catchThrowableOfType(PlatformException.class, () -> own.notOlderThan(OLDEST));

        // Then
        assertThat(failure).hasMessage("the pod has no uid");
        assertThat(own.reference().uid()).isNull();
    }

    private void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    private static PodResponse pod(String uid, String node) {
        return Fixtures.parsedPod(
                "{\"metadata\": {\"uid\": \"" + uid + "\"}, \"spec\": {\"nodeName\": \"" + node + "\"}}");
    }
}
