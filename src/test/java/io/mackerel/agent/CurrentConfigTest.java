package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.config.AgentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurrentConfigTest {
    private final CurrentConfig config = new CurrentConfig(memo("a"));
    private final List<String> memos = new ArrayList<>();

    @Test
    void whoListensToAPartHearsOfThatPartAlone() {
        // Given
        List<Object> roles = new ArrayList<>();
        config.whenChanged(AgentConfig::memo, memos::add);
        config.whenChanged(AgentConfig::roles, roles::add);

        // When
        config.become(memo("b"));

        // Then
        assertThat(memos).containsExactly("b");
        assertThat(roles).isEmpty();
        assertThat(config.get().memo()).isEqualTo("b");
    }

    @Test
    void whatReactsSeesTheNewConfiguration() {
        // Given
        config.whenChanged(AgentConfig::memo, memo -> memos.add(config.get().memo()));

        // When
        config.become(memo("b"));

        // Then
        assertThat(memos).containsExactly("b");
    }

    @Test
    void aReactionThatFailsKeepsNoOtherFromWhatItHasToDo() {
        // Given
        config.whenChanged(AgentConfig::memo, memo -> {
            throw new IllegalStateException("for the test");
        });
        config.whenChanged(AgentConfig::memo, memos::add);

        // When
        config.become(memo("b"));

        // Then
        assertThat(memos).containsExactly("b");
    }

    private static AgentConfig memo(String memo) {
        return TestConfig.of(Map.of("MACKEREL_MEMO", memo));
    }
}
