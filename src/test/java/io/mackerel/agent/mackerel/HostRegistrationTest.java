package io.mackerel.agent.mackerel;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.CustomIdentifier;
import io.mackerel.agent.host.HostId;
import io.mackerel.agent.host.HostSpec;
import io.mackerel.agent.host.HostStatus;
import io.mackerel.agent.mackerel.RegistrationOutcome.Origin;
import io.mackerel.agent.mackerel.RegistrationOutcome.Refused;
import io.mackerel.agent.mackerel.RegistrationOutcome.Registered;
import io.mackerel.agent.mackerel.RegistrationOutcome.TryLater;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRegistrationTest {
    private static final HostSpec SPEC = spec("task1.ecs");

    private final MackerelFake mackerel = new MackerelFake();
    private final HostIdStore store = HostIdStore.inMemory();
    private final HostRegistration registration = new HostRegistration(mackerel.client(), store);

    @Test
    void aWorkloadThatMackerelDoesNotKnowBecomesANewHost() {
        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host1"), Origin.CREATED));
        assertThat(mackerel.calls()).containsExactly("GET hosts?customIdentifier=task1.ecs", "POST hosts");
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aHostWhoseIdWasStoredIsUpdated() {
        // Given
        registration.resolve(SPEC);
        int before = mackerel.calls().size();

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host1"), Origin.STORED_ID));
        assertThat(mackerel.calls().subList(before, before + 2)).containsExactly("GET hosts/host1", "PUT hosts/host1");
    }

    @Test
    void aHostIsFoundByItsCustomIdentifierWhenTheIdWasLost() {
        // Given
        registration.resolve(SPEC);
        store.forget();

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host1"), Origin.CUSTOM_IDENTIFIER));
        assertThat(mackerel.calls()).endsWith("GET hosts?customIdentifier=task1.ecs", "PUT hosts/host1");
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aRetiredHostIsForgottenAndNeverTouched() {
        // Given
        registration.resolve(SPEC);
        mackerel.retire("host1", new MackerelApi.RetireRequest());

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host2"), Origin.CREATED));
        assertThat(mackerel.calls()).doesNotContain("PUT hosts/host1");
    }

    @Test
    void aDeletedHostIsForgotten() {
        // Given
        store.save(new HostId("gone"));

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host1"), Origin.CREATED));
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aStoredHostOfAnotherWorkloadIsNeverTouched() {
        // Given
        registration.resolve(spec("another.ecs"));

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host2"), Origin.CREATED));
        assertThat(mackerel.calls()).doesNotContain("PUT hosts/host1");
    }

    @Test
    void aStoredHostWithoutAnIdentifierIsTakenOver() {
        // Given
        registration.resolve(spec(null));

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host1"), Origin.STORED_ID));
        assertThat(mackerel.requestOf("host1").customIdentifier()).isEqualTo("task1.ecs");
    }

    @Test
    void aStoredHostWithAnIdentifierIsNotOursOnAPlatformWithout() {
        // Given
        registration.resolve(SPEC);

        // When
        RegistrationOutcome outcome = registration.resolve(spec(null));

        // Then
        assertThat(outcome).isEqualTo(new Registered(new HostId("host2"), Origin.CREATED));
    }

    @Test
    void withoutAnIdentifierNothingIsSearchedFor() {
        // When
        registration.resolve(spec(null));

        // Then
        assertThat(mackerel.calls()).containsExactly("POST hosts");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 409, 422})
    void aClientErrorIsFinal(int status) {
        // Given
        mackerel.failNext(status);

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(String.valueOf(status)));
        assertThat(mackerel.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aRefusedKeyIsCalledThat(int status) {
        // Given
        mackerel.failNext(status);

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("the API key was refused")
                                .doesNotContain("the-key"));
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 429, 500, 502, 503})
    void anOverloadedOrBrokenServiceIsTriedAgainLaterAndNothingIsForgotten(int status) {
        // Given
        registration.resolve(SPEC);
        mackerel.failNext(status);

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isInstanceOf(TryLater.class);
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aClientErrorOtherThanNotFoundForgetsNothing() {
        // Given
        store.save(new HostId("host9"));
        mackerel.failNext(407);

        // When
        RegistrationOutcome outcome = registration.resolve(SPEC);

        // Then
        assertThat(outcome).isInstanceOf(Refused.class);
        assertThat(store.load()).contains(new HostId("host9"));
    }

    @Test
    void aHostThatIsGoneIsForgottenAtItsUpdate() {
        // Given
        store.save(new HostId("gone"));

        // When
        RegistrationOutcome outcome = registration.refresh(new HostId("gone"), SPEC);

        // Then
        assertThat(outcome).isNull();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void findingCreatesNothing() {
        // When
        HostLookup found = registration.find(SPEC);

        // Then
        assertThat(found).isEqualTo(new HostLookup.None());
        assertThat(mackerel.calls()).containsExactly("GET hosts?customIdentifier=task1.ecs");
    }

    @Test
    void aRetiredHostsIdIsForgotten() {
        // Given
        registration.resolve(SPEC);

        // When
        RetirementOutcome outcome = registration.retire(new HostId("host1"));

        // Then
        assertThat(outcome).isEqualTo(new RetirementOutcome.Retired());
        assertThat(mackerel.isRetired("host1")).isTrue();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void aFailedRetirementKeepsTheIdForTheNextStart() {
        // Given
        registration.resolve(SPEC);
        mackerel.failNext(500);

        // When
        RetirementOutcome outcome = registration.retire(new HostId("host1"));

        // Then
        assertThat(outcome).isInstanceOf(RetirementOutcome.TryLater.class);
        assertThat(store.load()).contains(new HostId("host1"));
    }

    @Test
    void aRefusedRetirementIsNotTriedAgain() {
        // Given
        registration.resolve(SPEC);
        mackerel.failNext(403);

        // When
        RetirementOutcome outcome = registration.retire(new HostId("host1"));

        // Then
        assertThat(outcome).isInstanceOf(RetirementOutcome.Refused.class);
    }

    @Test
    void aHostThatIsGoneNeedsNoRetirement() {
        assertThat(registration.retire(new HostId("gone"))).isEqualTo(new RetirementOutcome.Retired());
    }

    @Test
    void anUpdateLeavesAHostAloneThatSomebodyRetired() {
        // Given
        registration.resolve(SPEC);
        mackerel.retire("host1", new MackerelApi.RetireRequest());

        // When
        RegistrationOutcome outcome = registration.refresh(new HostId("host1"), SPEC);

        // Then
        assertThat(outcome).isNull();
        assertThat(mackerel.calls()).doesNotContain("PUT hosts/host1");
    }

    @Test
    void theStatusIsSet() {
        // Given
        registration.resolve(SPEC);

        // When
        registration.setStatus(new HostId("host1"), HostStatus.MAINTENANCE);

        // Then
        assertThat(mackerel.status("host1")).isEqualTo("maintenance");
    }

    private static HostSpec spec(@Nullable String identifier) {
        return new HostSpec(
                "task1",
                null,
                null,
                identifier == null ? null : new CustomIdentifier(identifier),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of());
    }
}
