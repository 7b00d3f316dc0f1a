package io.mackerel.agent.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Kubernetes objects as a manifest lists them. */
public record Manifest(List<JsonNode> objects) {
    static final Path FOLDER = Path.of("kubernetes");
    static final Path OVERLAYS = FOLDER.resolve("overlays");
    static final Path GENERATED = Path.of("target", "kubernetes", "kubernetes.yml");

    private static final String AGENT = "mackerel-container-agent";
    private static final Set<String> BINDINGS = Set.of("RoleBinding", "ClusterRoleBinding");
    private static final Set<String> ROLES = Set.of("Role", "ClusterRole");
    private static final List<String> SAID = List.of("rules", "roleRef", "subjects");
    private static final ObjectMapper JSON = new ObjectMapper();

    public Manifest {
        objects = List.copyOf(objects);
    }

    public static Manifest file(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty documents are left out. */
    static Manifest parse(String yaml) {
        var parser = new Yaml(new SafeConstructor(new LoaderOptions()));
        return new Manifest(StreamSupport.stream(parser.loadAll(yaml).spliterator(), false)
                .<JsonNode>map(JSON::valueToTree)
                .filter(object -> !object.isNull())
                .toList());
    }

    /** Every YAML file that users copy. */
    public static List<Path> files() {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<Path> overlays() {
        try (var folders = Files.list(OVERLAYS)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Workloads, that is, everything that has a pod template. */
    List<JsonNode> workloads() {
        return objects.stream()
                .filter(object -> !podSpec(object).isMissingNode())
                .toList();
    }

    Stream<JsonNode> ofKind(String kind) {
        return objects.stream().filter(object -> kind(object).equals(kind));
    }

    static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    static JsonNode podSpec(JsonNode workload) {
        var cronJob = workload.at("/spec/jobTemplate/spec/template/spec");
        return cronJob.isMissingNode() ? workload.at("/spec/template/spec") : cronJob;
    }

    /** The agent as it stands in each workload, as a sidecar of either sort. */
    public List<JsonNode> agents() {
        return workloads().stream().flatMap(Manifest::agents).toList();
    }

    static Stream<JsonNode> agents(JsonNode workload) {
        var pod = podSpec(workload);
        return Stream.concat(stream(pod.path("initContainers")), stream(pod.path("containers")))
                .filter(container -> container.path("name").asText().equals(AGENT));
    }

    /** What is granted, as in {@code get pods in team-a} and, where it counts for the whole cluster, {@code get nodes/stats}. */
    public Set<String> grants() {
        var grants = new TreeSet<String>();
        for (var role : objects) {
            if (ROLES.contains(kind(role))) {
                var where = kind(role).equals("Role")
                        ? " in " + role.at("/metadata/namespace").asText()
                        : "";
                stream(role.path("rules")).forEach(rule -> grants.addAll(grants(rule, where)));
            }
        }
        return grants;
    }

    private static Set<String> grants(JsonNode rule, String where) {
        var grants = new TreeSet<String>();
        for (var group : rule.path("apiGroups")) {
            for (var resource : rule.path("resources")) {
                for (var verb : rule.path("verbs")) {
                    var prefix = group.asText().isEmpty() ? "" : group.asText() + "/";
                    grants.add(verb.asText() + " " + prefix + resource.asText() + where);
                }
            }
        }
        return grants;
    }

    List<JsonNode> bindings() {
        return objects.stream()
                .filter(object -> BINDINGS.contains(kind(object)))
                .toList();
    }

    /**
     * What accounts, roles and bindings say (rules, or role and subjects), each by kind, namespace and name. Two manifests
     * that have one of these names in common write over each other in a cluster.
     */
    Map<String, JsonNode> rights() {
        var rights = new TreeMap<String, JsonNode>();
        for (var object : objects) {
            if (ROLES.contains(kind(object))
                    || BINDINGS.contains(kind(object))
                    || kind(object).equals("ServiceAccount")) {
                var said = JSON.createObjectNode();
                SAID.forEach(part -> said.set(part, object.path(part)));
                rights.put(
                        kind(object) + " " + object.at("/metadata/namespace").asText() + "/"
                                + object.at("/metadata/name").asText(),
                        said);
            }
        }
        return rights;
    }

    /** The value, or for one out of the pod or a Secret a word for where it is from; absent when it is not given. */
    public static Optional<String> variable(JsonNode agent, String name) {
        return stream(agent.path("env"))
                .filter(variable -> variable.path("name").asText().equals(name))
                .map(variable -> variable.has("value")
                        ? variable.path("value").asText()
                        : variable.path("valueFrom").findValuesAsText("fieldPath").stream()
                                .findFirst()
                                .orElse("a Secret"))
                .findFirst();
    }

    /** Names of the environment variables that the agent gets. */
    public static Set<String> variables(JsonNode agent) {
        var names = new TreeSet<String>();
        stream(agent.path("env"))
                .map(variable -> variable.path("name").asText())
                .forEach(names::add);
        return names;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
