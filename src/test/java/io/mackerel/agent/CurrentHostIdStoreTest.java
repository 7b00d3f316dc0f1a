package io.mackerel.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.host.HostId;
import io.mackerel.agent.mackerel.HostIdFile;
import io.mackerel.agent.mackerel.HostIdStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurrentHostIdStoreTest {
    @TempDir
    private Path directory;

    @Test
    void theIdMovesToTheNewPlace() {
        // Given
        CurrentHostIdStore store = new CurrentHostIdStore(new HostIdFile(directory.resolve("a")));
        store.save(new HostId("host1"));

        // When
        store.become(new HostIdFile(directory.resolve("b")));

        // Then
        assertThat(store.load()).contains(new HostId("host1"));
        assertThat(directory.resolve("b/id")).content().isEqualTo("host1\n");
        assertThat(directory.resolve("a/id")).doesNotExist();
    }

    @Test
    void withoutAnIdThereIsNothingToMove() {
        // Given
        CurrentHostIdStore store = new CurrentHostIdStore(HostIdStore.inMemory());

        // When
        store.become(new HostIdFile(directory.resolve("b")));

        // Then
        assertThat(store.load()).isEmpty();
        assertThat(directory.resolve("b")).doesNotExist();
    }
}
