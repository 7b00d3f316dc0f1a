package io.mackerel.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class SettingsTest {
    @SuppressWarnings("unused")
    private static final List<Setting<?>> WITH_DEFAULT =
            Settings.ALL.stream().filter(setting -> setting.fallback() != null).toList();

    @Test
    void theTableHoldsEverySetting() {
        // Given
        List<Field> fields = Arrays.stream(Settings.class.getDeclaredFields())
                .filter(field -> field.getType() == Setting.class && Modifier.isStatic(field.getModifiers()))
                .toList();

        // When
        Stream<Object> settings = fields.stream().map(SettingsTest::value);

        // Then
        assertThat(settings).isNotEmpty().containsExactlyInAnyOrderElementsOf(Settings.ALL);
    }

    @Test
    void noNameStandsForTwoSettings() {
        // Given
        Stream<String> keys = Settings.ALL.stream().flatMap(setting -> setting.keys().stream());
        Stream<String> variables = Settings.ALL.stream().flatMap(setting -> setting.variables().stream());

        // When
        Stream<String> names = Stream.concat(keys, variables);

        // Then
        assertThat(names).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @FieldSource("WITH_DEFAULT")
    void aDefaultIsWhatAUserCouldWrite(Setting<?> setting) {
        // Given: the setting

        // When, Then
        assertThatCode(() -> setting.reading().read(String.valueOf(setting.fallback()), warning -> {
                    throw new AssertionError(warning);
                }))
                .doesNotThrowAnyException();
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
