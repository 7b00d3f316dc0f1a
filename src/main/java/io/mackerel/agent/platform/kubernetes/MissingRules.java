package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.platform.kubernetes.ServiceAccount.Subject;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The rules that an account lacks, as YAML for {@code kubectl apply -f -}. Pure. */
final class MissingRules {
    private static final String NAME = "mackerel-container-agent";

    private MissingRules() {}

    /**
     * A Role for the rights of the own namespace and a ClusterRole for those of nodes, each only where there is one, with
     * their bindings to the account.
     *
     * @param namespace the pod's
     */
    static String yaml(Collection<Right> rights, String namespace, Subject account) {
        List<Right> namespaced =
                rights.stream().filter(Right::isNamespaced).sorted().toList();
        List<Right> clusterWide =
                rights.stream().filter(right -> !right.isNamespaced()).sorted().toList();
        return (namespaced.isEmpty() ? "" : role(namespaced, namespace, account))
                + (clusterWide.isEmpty() ? "" : clusterRole(clusterWide, account));
    }

    /** Named after the account, lest two in one namespace overwrite each other's. */
    private static String role(List<Right> rights, String namespace, Subject account) {
        String name = NAME + "-" + account.name();
        return """
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata:
                  name: %1$s
                  namespace: "%2$s"
                %3$s---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata:
                  name: %1$s
                  namespace: "%2$s"
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: Role
                  name: %1$s
                %4$s""".formatted(name, namespace, rules(rights), subject(account));
    }

    /** Named after namespace and account. The dot, which no namespace has, keeps a-b/c apart from a/b-c. */
    private static String clusterRole(List<Right> rights, Subject account) {
        return """
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: %1$s
                %2$s---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata:
                  name: %1$s
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: ClusterRole
                  name: %1$s
                %3$s""".formatted(NAME + "-" + account.namespace() + "." + account.name(), rules(rights), subject(account));
    }

    private static String rules(List<Right> rights) {
        return """
                rules:
                - apiGroups: [""]
                  resources: [%s]
                  verbs: [get]
                """.formatted(
                rights.stream().map(right -> "\"" + right.resource() + "\"").collect(Collectors.joining(", ")));
    }

    /** In quotes, lest a namespace called 123 or null be read as something else. */
    private static String subject(Subject account) {
        return """
                subjects:
                - kind: ServiceAccount
                  name: "%s"
                  namespace: "%s"
                """.formatted(account.name(), account.namespace());
    }
}
