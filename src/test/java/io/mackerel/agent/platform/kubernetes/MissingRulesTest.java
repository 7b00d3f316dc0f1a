package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.platform.kubernetes.ServiceAccount.Subject;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class MissingRulesTest {
    private static final Subject ACCOUNT = new Subject("team-a", "agent");

    @Test
    void theRightToPodsIsARoleInTheOwnNamespace() {
        // When
        List<Map<String, Object>> objects = objects(List.of(Right.GET_PODS), "team-a", ACCOUNT);

        // Then
        assertThat(objects)
                .containsExactly(
                        Map.of(
                                "apiVersion",
                                "rbac.authorization.k8s.io/v1",
                                "kind",
                                "Role",
                                "metadata",
                                Map.of("name", "mackerel-container-agent-agent", "namespace", "team-a"),
                                "rules",
                                List.of(rule("pods"))),
                        Map.of(
                                "apiVersion", "rbac.authorization.k8s.io/v1",
                                "kind", "RoleBinding",
                                "metadata", Map.of("name", "mackerel-container-agent-agent", "namespace", "team-a"),
                                "roleRef", roleRef("Role", "mackerel-container-agent-agent"),
                                "subjects", List.of(subject("team-a", "agent"))));
    }

    @Test
    void theRightsToNodesAreOneClusterRole() {
        // When
        List<Map<String, Object>> objects =
                objects(List.of(Right.GET_NODES_PROXY, Right.GET_NODES_STATS), "team-a", ACCOUNT);

        // Then
        String name = name(objects.getFirst());
        assertThat(name).startsWith("mackerel-container-agent-").contains("team-a", "agent");
        assertThat(objects)
                .containsExactly(
                        Map.of(
                                "apiVersion",
                                "rbac.authorization.k8s.io/v1",
                                "kind",
                                "ClusterRole",
                                "metadata",
                                Map.of("name", name),
                                "rules",
                                List.of(rule("nodes/stats", "nodes/proxy"))),
                        Map.of(
                                "apiVersion", "rbac.authorization.k8s.io/v1",
                                "kind", "ClusterRoleBinding",
                                "metadata", Map.of("name", name),
                                "roleRef", roleRef("ClusterRole", name),
                                "subjects", List.of(subject("team-a", "agent"))));
    }

    @Test
    void whatBothKindsLackIsOneTextToApply() {
        // When
        List<Map<String, Object>> objects = objects(List.of(Right.GET_NODES_STATS, Right.GET_PODS), "team-a", ACCOUNT);

        // Then
        assertThat(objects)
                .extracting(each -> each.get("kind"))
                .containsExactly("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
    }

    @Test
    void whereNothingIsMissingThereIsNothingToApply() {
        assertThat(MissingRules.yaml(List.of(), "team-a", ACCOUNT)).isEmpty();
    }

    @Test
    void theRoleStandsInThePodsNamespaceAlsoWhereTheAccountNamesAnother() {
        // When
        List<Map<String, Object>> objects = objects(List.of(Right.GET_PODS), "team-b", new Subject("team-a", "agent"));

        // Then
        assertThat(objects)
                .<Object>extracting(each -> ((Map<?, ?>) each.get("metadata")).get("namespace"))
                .containsOnly("team-b");
        assertThat(objects.get(1)).containsEntry("subjects", List.of(subject("team-a", "agent")));
    }

    @Test
    void accountsDoNotOverwriteTheRolesOfEachOther() {
        // Given
        List<Subject> accounts = List.of(
                new Subject("team", "agent"),
                new Subject("team", "other"),
                new Subject("team-a", "agent"),
                new Subject("team", "a-agent"),
                new Subject("team", "a.agent"));

        // When
        List<String> namesOfRoles = accounts.stream()
                .filter(account -> account.namespace().equals("team"))
                .map(account ->
                        name(objects(List.of(Right.GET_PODS), "team", account).getFirst()))
                .toList();
        List<String> namesOfClusterRoles = accounts.stream()
                .map(account -> name(
                        objects(List.of(Right.GET_NODES_STATS), "team", account).getFirst()))
                .toList();

        // Then
        assertThat(namesOfRoles).doesNotHaveDuplicates();
        assertThat(namesOfClusterRoles).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"123", "1e3", "0x1f", "null", "true", "no", "on", "y", "1.5", "2026-11-22"})
    void aNameThatLooksLikeSomethingElseInYamlStaysAName(String name) {
        // Given
        Subject account = new Subject(name, name);

        // When
        List<Map<String, Object>> objects = objects(List.of(Right.GET_PODS, Right.GET_NODES_STATS), name, account);

        // Then
        assertThat(objects.getFirst().get("metadata"))
                .isEqualTo(Map.of("name", "mackerel-container-agent-" + name, "namespace", name));
        assertThat(List.of(objects.get(1), objects.get(3)))
                .allSatisfy(each -> assertThat(each).containsEntry("subjects", List.of(subject(name, name))));
    }

    private static Map<String, Object> rule(String... resources) {
        return Map.of("apiGroups", List.of(""), "resources", List.of(resources), "verbs", List.of("get"));
    }

    private static Map<String, Object> roleRef(String kind, String name) {
        return Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", kind, "name", name);
    }

    private static Map<String, Object> subject(String namespace, String name) {
        return Map.of("kind", "ServiceAccount", "name", name, "namespace", namespace);
    }

    private static String name(Map<String, Object> object) {
        return (String) ((Map<?, ?>) object.get("metadata")).get("name");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(List<Right> rights, String namespace, Subject account) {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(
                        yaml.loadAll(MissingRules.yaml(rights, namespace, account))
                                .spliterator(),
                        false)
                .map(each -> (Map<String, Object>) each)
                .toList();
    }
}
