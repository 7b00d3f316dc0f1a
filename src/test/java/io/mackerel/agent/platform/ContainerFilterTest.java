package io.mackerel.agent.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerFilterTest {
    @ParameterizedTest
    @CsvSource({
        "log, log-router, false",
        "log, fluent-log, false",
        "log, web, true",
        "'^log$', log-router, true",
        "'^log$', log, false",
        "'(web|api)$', web-api, false",
        "'', web, false"
    })
    void aNameInWhichTheExpressionIsFoundIsLeftOut(String ignored, String container, boolean accepted) {
        // Given
        ContainerFilter filter = ContainerFilter.leavingOut(Pattern.compile(ignored));

        // When
        boolean accepts = filter.accepts(container);

        // Then
        assertThat(accepts).isEqualTo(accepted);
    }

    @Test
    void withoutAnExpressionNoneIsLeftOut() {
        assertThat(ContainerFilter.leavingOut(null).accepts("web")).isTrue();
    }
}
