package io.mackerel.agent.demo;

/** The network counters of the task since its start and the speed in the last second, all in bytes. */
record Traffic(long received, long sent, long receivedPerSecond, long sentPerSecond) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    Traffic after(long received, long sent) {
        return new Traffic(this.received + received, this.sent + sent, received, sent);
    }
}
