package io.mackerel.agent.demo;

import java.util.List;

/** What the stand-in accepted, for its listeners. */
public sealed interface Received {
    record Registered(String hostId) implements Received {}

    record Updated(String hostId) implements Received {}

    record StatusSet(String hostId, String status) implements Received {}

    record Retired(String hostId) implements Received {}

    record GraphDefinitions(List<String> names) implements Received {
        public GraphDefinitions {
            names = List.copyOf(names);
        }
    }

    /** Values in the order of the request; those too old to count are not among them. */
    record Values(List<ReceivedValue> values) implements Received {
        public Values {
            values = List.copyOf(values);
        }
    }

    record CheckReports(int count) implements Received {}
}
