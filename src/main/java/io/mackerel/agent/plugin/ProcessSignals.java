package io.mackerel.agent.plugin;

/** How processes are asked and made to end. Both answer whether the process could be signalled. */
interface ProcessSignals {
    ProcessSignals REAL = new ProcessSignals() {
        @Override
        public boolean terminate(ProcessHandle process) {
            return process.destroy();
        }

        @Override
        public boolean kill(ProcessHandle process) {
            return process.destroyForcibly();
        }
    };

    boolean terminate(ProcessHandle process);

    boolean kill(ProcessHandle process);
}
