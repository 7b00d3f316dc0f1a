package io.mackerel.agent.demo;

/**
 * A metric value as it was posted to the stand-in.
 *
 * @param time epoch seconds
 */
public record ReceivedValue(String hostId, String name, long time, double value) {}
