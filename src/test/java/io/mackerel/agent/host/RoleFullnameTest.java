package io.mackerel.agent.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoleFullnameTest {
    @ParameterizedTest
    @CsvSource({
        "'shop:web', shop, web",
        "'shop: web', shop, web",
        "'  shop:web  ', shop, web",
        "'S1_a-b:R-2_c', S1_a-b, R-2_c"
    })
    void aRoleIsServiceAndRole(String text, String service, String role) {
        // When
        RoleFullname parsed = RoleFullname.parse(text);

        // Then
        assertThat(parsed).isEqualTo(new RoleFullname(service, role));
        assertThat(parsed).hasToString(service + ":" + role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "shop", "shop:web:blue", "shop/web"})
    void whatIsNotInTwoPartsIsNoRole(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoleFullname.parse(text))
                .withMessage("'%s' is no role; write service:role", text);
    }

    @ParameterizedTest
    @CsvSource({
        "':web', service",
        "'s:web', service",
        "'-shop:web', service",
        "'sh op:web', service",
        "'shop :web', service",
        "'shop:', role",
        "'shop:w', role",
        "'shop:_web', role",
        "'shop:wéb', role"
    })
    void theMessageSaysWhichOfTheTwoNamesIsWrong(String text, String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoleFullname.parse(text))
                .withMessageContaining(" is no " + wrong + " name");
    }

    @Test
    void aNameHasTwoToSixtyThreeCharacters() {
        assertThat(new RoleFullname("ab", "b".repeat(63)).role()).hasSize(63);
        assertThatIllegalArgumentException().isThrownBy(() -> new RoleFullname("ab", "b".repeat(64)));
        assertThatIllegalArgumentException().isThrownBy(() -> new RoleFullname("a", "bb"));
    }
}
