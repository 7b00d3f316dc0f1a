import java.util.Map;

/** What one agent sits in, until it is closed. */
interface Workload extends AutoCloseable {
    /** The variables that tell the agent where it is. */
    Map<String, String> environment();

    @Override
    void close();

    /** Makes one for each life of an agent. */
    interface Source {
        Workload make();
    }
}
