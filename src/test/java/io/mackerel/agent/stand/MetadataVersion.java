package io.mackerel.agent.stand;

/** The versions of the ECS task metadata endpoint that the stand serves. */
enum MetadataVersion {
    V3("v3", "ECS_CONTAINER_METADATA_URI"),
    V4("v4", "ECS_CONTAINER_METADATA_URI_V4");

    private final String path;
    private final String variable;

    MetadataVersion(String path, String variable) {
        this.path = path;
        this.variable = variable;
    }

    /** Its first path segment. */
    String path() {
        return path;
    }

    /** The environment variable in which a container finds its endpoint. */
    String variable() {
        return variable;
    }
}
