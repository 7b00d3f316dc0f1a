package io.mackerel.agent.config;

/** A value as the user wrote it, less the white space around it; it may be a secret. */
record Given(Place place, String text) {
    @Override
    public String toString() {
        return place.toString();
    }
}
