package io.mackerel.agent.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * What the ECS agent's Introspection API makes of Docker's answers. It tells no network of a container outside of
 * awsvpc, no limits and no status of a single container.
 */
record IntrospectionTranslation(EcsTask task) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** What is answered, with an error status, to a question for no task or for two. */
    static ObjectNode noTask() {
        var body = JSON.objectNode()
                .put("Arn", "")
                .put("KnownStatus", "")
                .put("Family", "")
                .put("Version", "");
        return body.putNull("Containers");
    }

    /** The task, from Docker's inspect answers by container name. */
    ObjectNode task(Map<String, JsonNode> inspected) {
        var status = EcsTranslation.taskStatus(inspected);
        var body = JSON.objectNode()
                .put("Arn", task.arn())
                .put("DesiredStatus", "RUNNING")
                .put("KnownStatus", status.equals("CREATED") ? "PENDING" : status)
                .put("Family", "stand")
                .put("Version", "1");
        var containers = body.putArray("Containers");
        task.containerNames().forEach(name -> containers.add(container(name, inspected.get(name))));
        return body;
    }

    private static ObjectNode container(String name, JsonNode inspected) {
        var body = JSON.objectNode()
                .put("DockerId", inspected.path("Id").textValue())
                .put("DockerName", inspected.path("Name").textValue().substring(1))
                .put("Name", name)
                .put("Image", inspected.path("Config").path("Image").textValue())
                .put("ImageID", inspected.path("Image").textValue());
        body.set("CreatedAt", inspected.path("Created"));
        EcsTranslation.addUnlessNever(body, "StartedAt", inspected.path("State").path("StartedAt"));
        if (!inspected.path("Mounts").isEmpty()) {
            var volumes = body.putArray("Volumes");
            inspected.path("Mounts").forEach(mount -> volumes.add(volume(mount)));
        }
        return body;
    }

    private static ObjectNode volume(JsonNode mount) {
        return JSON.objectNode()
                .put("Source", mount.path("Source").textValue())
                .put("Destination", mount.path("Destination").textValue());
    }
}
