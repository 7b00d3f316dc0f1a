package io.mackerel.agent.taskdefinitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A CloudFormation template, with each function in its long form: {@code !Ref x} is an object with the one field
 * {@code Ref}, {@code !Sub x} one with {@code Fn::Sub}.
 */
record Template(JsonNode document) {
    private static final String FUNCTION = "Fn::";
    private static final String REFERENCE = "Ref";
    private static final String NOTHING = "AWS::NoValue";
    /** The one object whose keys are the user's own. */
    private static final String FREE_KEYS = "Options";

    static Template file(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Template parse(String yaml) {
        return new Template(new ObjectMapper().valueToTree(new Yaml(new Functions()).<Object>load(yaml)));
    }

    /** As ECS gets them: with all conditions met, and with none. */
    List<TaskDefinition> taskDefinitions() {
        return resources("AWS::ECS::TaskDefinition")
                .flatMap(resource -> Stream.of(true, false)
                        .map(condition -> new TaskDefinition(
                                "the template, conditions " + condition,
                                asInTheApi(resolved(resource.path("Properties"), condition)))))
                .toList();
    }

    Stream<JsonNode> resources(String type) {
        return TaskDefinition.stream(document.path("Resources"))
                .filter(resource -> resource.path("Type").asText().equals(type));
    }

    /** A reference becomes a word for what it stands for. */
    static JsonNode resolved(JsonNode node, boolean condition) {
        if (node.has(REFERENCE)) {
            return word(node.path(REFERENCE).asText());
        }
        if (node.has("Fn::If")) {
            return resolved(node.path("Fn::If").path(condition ? 1 : 2), condition);
        }
        if (node.has("Fn::Sub") || node.has("Fn::GetAtt")) {
            return word(node.elements().next().asText());
        }
        return switch (node) {
            case ObjectNode object -> {
                var result = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(field -> result.set(field.getKey(), resolved(field.getValue(), condition)));
                result.properties().removeIf(field -> isNothing(field.getValue()));
                yield result;
            }
            case ArrayNode array -> {
                var result = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> result.add(resolved(each, condition)));
                result.removeIf(Template::isNothing);
                yield result;
            }
            default -> node;
        };
    }

    private static JsonNode word(String text) {
        return JsonNodeFactory.instance.textNode("{" + text + "}");
    }

    private static boolean isNothing(JsonNode node) {
        return node.asText().equals("{" + NOTHING + "}");
    }

    /** CloudFormation's names are the API's with a capital. One without stays recognisably wrong. */
    private static JsonNode asInTheApi(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var result = JsonNodeFactory.instance.objectNode();
                object.properties()
                        .forEach(field -> result.set(
                                inTheApi(field.getKey()),
                                field.getKey().equals(FREE_KEYS) ? field.getValue() : asInTheApi(field.getValue())));
                yield result;
            }
            case ArrayNode array -> {
                var result = JsonNodeFactory.instance.arrayNode();
                array.forEach(each -> result.add(asInTheApi(each)));
                yield result;
            }
            default -> node;
        };
    }

    private static String inTheApi(String name) {
        return Character.isUpperCase(name.charAt(0))
                ? Character.toLowerCase(name.charAt(0)) + name.substring(1)
                : "without a capital: " + name;
    }

    private static final class Functions extends SafeConstructor {
        Functions() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    var name = node.getTag().getValue().substring(1);
                    return Map.of(name.equals(REFERENCE) ? name : FUNCTION + name, argument(node));
                }
            });
        }

        private Object argument(Node node) {
            return switch (node) {
                case ScalarNode scalar -> constructScalar(scalar);
                case SequenceNode sequence -> constructSequence(sequence);
                case MappingNode mapping -> constructMapping(mapping);
                default -> throw new IllegalArgumentException(node.toString());
            };
        }
    }
}
