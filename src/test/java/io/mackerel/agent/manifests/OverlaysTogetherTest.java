package io.mackerel.agent.manifests;

import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What several overlays do in one cluster, applied in any order, and one of them deleted: nothing to each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverlaysTogetherTest {
    private static final String USUAL = "mackerel-container-agent";
    /** It has no right on nodes, and in a namespace where the account has one, it keeps that. */
    private static final Path READ_ONLY_PORT = Manifest.OVERLAYS.resolve("read-only-port");

    private final Kubectl kubectl = Kubectl.orSkip();
    private final Map<Path, Manifest> overlays =
            Manifest.overlays().stream().collect(toMap(overlay -> overlay, kubectl::kustomize));

    @Test
    void noOverlayChangesTheRulesOrSubjectsThatAnotherHasApplied() {
        // When
        Map<String, Set<JsonNode>> saidByName = new TreeMap<>();
        overlays.values()
                .forEach(manifest -> manifest.rights()
                        .forEach((name, said) -> saidByName
                                .computeIfAbsent(name, _ -> new HashSet<>())
                                .add(said)));

        // Then
        assertThat(saidByName).containsKeys("ClusterRole /" + USUAL, "ClusterRoleBinding /" + USUAL);
        assertThat(saidByName)
                .allSatisfy((name, said) -> assertThat(said).as(name).hasSize(1));
    }

    @Test
    void whoeverDeletesAnOverlayDeletesNothingOfAnotherAccount() {
        // When
        Map<String, Set<String>> accountsByName = new TreeMap<>();
        overlays.values()
                .forEach(manifest -> manifest.rights()
                        .keySet()
                        .forEach(name -> accountsByName
                                .computeIfAbsent(name, _ -> new HashSet<>())
                                .add(account(manifest))));

        // Then
        assertThat(accountsByName).containsKeys("ClusterRole /" + USUAL, "ServiceAccount default/" + USUAL);
        assertThat(accountsByName)
                .allSatisfy((name, accounts) -> assertThat(accounts).as(name).hasSize(1));
    }

    @Test
    void anAccountMayNoMoreThanWhereItStandsAlone() {
        // When
        var grantsByAccount = overlays.entrySet().stream()
                .filter(overlay -> !overlay.getKey().equals(READ_ONLY_PORT))
                .map(Map.Entry::getValue)
                .collect(Collectors.groupingBy(OverlaysTogetherTest::account, mapping(Manifest::grants, toSet())));

        // Then
        assertThat(grantsByAccount).hasSizeGreaterThan(1);
        assertThat(grantsByAccount)
                .allSatisfy((account, grants) -> assertThat(grants).as(account).hasSize(1));
    }

    /** The one that the rights of an overlay are for. */
    private static String account(Manifest manifest) {
        var subjects = manifest.bindings().stream()
                .map(binding -> binding.at("/subjects/0/namespace").asText() + "/"
                        + binding.at("/subjects/0/name").asText())
                .collect(toSet());
        assertThat(subjects).hasSize(1);
        return subjects.iterator().next();
    }
}
