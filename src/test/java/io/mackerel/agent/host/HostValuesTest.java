package io.mackerel.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostValuesTest {
    @ParameterizedTest
    @ValueSource(strings = {"5Hk4vLgdTPa", "a", "a_b-C"})
    void aHostIdIsWhatTheServiceGave(String text) {
        assertThat(new HostId(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "../x", "5Hk4vLgdTPa\n", "a b", "ä"})
    void whatCouldChangeAPathIsNoHostId(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HostId(text)).withMessageContaining(text);
    }

    @Test
    void aHostIdHasSixtyFourCharactersAtMost() {
        assertThat(new HostId("a".repeat(64)).value()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> new HostId("a".repeat(65)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void aCustomIdentifierIsNotBlank(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CustomIdentifier(text));
    }

    @Test
    void aCustomIdentifierReadsAsItsValue() {
        assertThat(new CustomIdentifier("9781c248.ecs")).hasToString("9781c248.ecs");
    }

    @ParameterizedTest
    @CsvSource({"working, WORKING", "standby, STANDBY", "maintenance, MAINTENANCE", "poweroff, POWEROFF"})
    void aStatusIsWrittenAsTheApiWritesIt(String text, HostStatus expected) {
        // When
        HostStatus status = HostStatus.parse(text);

        // Then
        assertThat(status).isEqualTo(expected);
        assertThat(status.wireName()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "retired", " working"})
    void anUnknownStatusIsAnsweredWithTheKnownOnes(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostStatus.parse(text))
                .withMessage("'%s' is no host status; use one of working, standby, maintenance, poweroff", text);
    }

    @Test
    void cloudMetadataCannotBeChangedFromOutside() {
        // Given
        Map<String, Object> metadata = new HashMap<>(Map.of("task", "9781c248"));
        Cloud cloud = new Cloud("ecs", metadata);

        // When
        metadata.clear();

        // Then
        assertThat(cloud.metadata()).containsExactly(Map.entry("task", "9781c248"));
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> cloud.metadata().put("more", 1));
    }

    @Test
    void aHostSpecDoesNotChangeWithTheListsThatItWasMadeFrom() {
        // Given
        List<RoleFullname> roles = new ArrayList<>(List.of(new RoleFullname("shop", "web")));
        List<String> addresses = new ArrayList<>(List.of("10.0.2.61"));
        List<NetworkInterfaceAddresses> interfaces =
                new ArrayList<>(List.of(new NetworkInterfaceAddresses("eth0", "0e:1a", addresses, List.of())));
        HostSpec spec = new HostSpec("9781c248", null, null, null, roles, List.of(), interfaces, null, List.of());

        // When
        roles.clear();
        addresses.clear();
        interfaces.clear();

        // Then
        assertThat(spec.roles()).containsExactly(new RoleFullname("shop", "web"));
        assertThat(spec.interfaces())
                .containsExactly(new NetworkInterfaceAddresses("eth0", "0e:1a", List.of("10.0.2.61"), List.of()));
    }
}
