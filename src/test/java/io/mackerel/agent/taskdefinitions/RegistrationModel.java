package io.mackerel.agent.taskdefinitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.HostVolumeProperties;
import software.amazon.awssdk.services.ecs.model.KernelCapabilities;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RuntimePlatform;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Volume;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * A task definition held against the AWS SDK's model of {@code RegisterTaskDefinition}: the fields that there are, their
 * types, the values of enumerations. What must be given is not in the SDK's classes and stands here. What one launch type
 * allows and another does not is no part of it.
 */
final class RegistrationModel {
    private static final String NOT_OF_THE_ENUMERATION = "UNKNOWN_TO_SDK_VERSION";

    /** What the API reference requires, or a task cannot do without, of each type that our files use. */
    private static final Map<Class<?>, Set<String>> REQUIRED = Map.ofEntries(
            Map.entry(RegisterTaskDefinitionRequest.class, Set.of("family", "containerDefinitions")),
            Map.entry(ContainerDefinition.class, Set.of("name", "image")),
            Map.entry(ContainerDependency.class, Set.of("containerName", "condition")),
            Map.entry(ContainerRestartPolicy.class, Set.of("enabled")),
            Map.entry(HostVolumeProperties.class, Set.of()),
            Map.entry(KernelCapabilities.class, Set.of()),
            Map.entry(KeyValuePair.class, Set.of("name", "value")),
            Map.entry(LinuxParameters.class, Set.of()),
            Map.entry(LogConfiguration.class, Set.of("logDriver")),
            Map.entry(MountPoint.class, Set.of("sourceVolume", "containerPath")),
            Map.entry(PortMapping.class, Set.of("containerPort")),
            Map.entry(RuntimePlatform.class, Set.of()),
            Map.entry(Secret.class, Set.of("name", "valueFrom")),
            Map.entry(Volume.class, Set.of("name")));

    private final List<String> problems = new ArrayList<>();

    private RegistrationModel() {}

    /** All that is wrong, each with its path; nothing of what is right. */
    static List<String> problems(JsonNode document) {
        var model = new RegistrationModel();
        model.object(RegisterTaskDefinitionRequest.builder(), document, "");
        return List.copyOf(model.problems);
    }

    /** What the SDK makes of it; null when it is no object. */
    private Object object(SdkPojo builder, JsonNode node, String path) {
        if (!isOr(node.isObject(), path, "an object", node)) {
            return null;
        }
        Map<String, SdkField<?>> fields =
                builder.sdkFields().stream().collect(Collectors.toMap(SdkField::locationName, Function.identity()));
        for (var property : node.properties()) {
            var at = path + "/" + property.getKey();
            var field = fields.get(property.getKey());
            if (field == null) {
                problems.add(at + " is unknown");
            } else {
                field.set(builder, value(field, property.getValue(), at));
            }
        }
        var built = ((Buildable) builder).build();
        missing(built.getClass(), node, path);
        node.fieldNames().forEachRemaining(name -> enumeration(built, fields.get(name), path + "/" + name));
        return built;
    }

    private void missing(Class<?> type, JsonNode node, String path) {
        var required = REQUIRED.get(type);
        if (required == null) {
            problems.add(path + " is a " + type.getSimpleName() + ": list here what it requires");
            return;
        }
        required.stream()
                .filter(name -> !node.has(name))
                .forEach(name -> problems.add(path + "/" + name + " is missing"));
    }

    private Object value(SdkField<?> field, JsonNode node, String path) {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.STRING)) {
            return isOr(node.isTextual(), path, "a string", node) ? node.textValue() : null;
        }
        if (type.equals(MarshallingType.INTEGER)) {
            return isOr(node.isInt(), path, "an integer", node) ? node.intValue() : null;
        }
        if (type.equals(MarshallingType.BOOLEAN)) {
            return isOr(node.isBoolean(), path, "true or false", node) ? node.booleanValue() : null;
        }
        if (type.equals(MarshallingType.LIST)) {
            return isOr(node.isArray(), path, "a list", node) ? list(field, node, path) : null;
        }
        if (type.equals(MarshallingType.MAP)) {
            return isOr(node.isObject(), path, "an object", node) ? map(field, node, path) : null;
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            return object(field.constructor().get(), node, path);
        }
        throw new IllegalStateException(path + " is of a type that nobody asked for before: " + type);
    }

    private List<Object> list(SdkField<?> field, JsonNode node, String path) {
        var element = field.getTrait(ListTrait.class).memberFieldInfo();
        var list = new ArrayList<>();
        for (var each : node) {
            list.add(value(element, each, path + "/" + list.size()));
        }
        return list;
    }

    private Map<String, Object> map(SdkField<?> field, JsonNode node, String path) {
        var element = field.getTrait(MapTrait.class).valueFieldInfo();
        var map = new LinkedHashMap<String, Object>();
        node.properties()
                .forEach(entry ->
                        map.put(entry.getKey(), value(element, entry.getValue(), path + "/" + entry.getKey())));
        return map;
    }

    /** The SDK takes any text for an enumeration, and tells on reading what it does not know. */
    private void enumeration(Object built, SdkField<?> field, String path) {
        if (field == null) {
            return;
        }
        var read = read(built, field);
        var values = read instanceof List<?> list ? list : List.of(read == null ? "" : read);
        if (values.stream()
                .anyMatch(value ->
                        value instanceof Enum<?> constant && constant.name().equals(NOT_OF_THE_ENUMERATION))) {
            problems.add(path + " has no such value");
        }
    }

    private static Object read(Object built, SdkField<?> field) {
        var name = field.memberName();
        try {
            return built.getClass()
                    .getMethod(Character.toLowerCase(name.charAt(0)) + name.substring(1))
                    .invoke(built);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isOr(boolean right, String path, String wanted, JsonNode node) {
        if (!right) {
            problems.add(path + " is not " + wanted + ": " + node);
        }
        return right;
    }
}
