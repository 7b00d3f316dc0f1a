package io.mackerel.agent.http;

/** A header of a request. It prints masked. */
public record HttpHeader(String name, String value) {
    @Override
    public String toString() {
        return name + ": ****";
    }
}
