import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was measured of one variant's starts, all from the start of the process; the ends from SIGTERM. */
final class Starts {
    final List<Duration> registered = new ArrayList<>();
    final List<Duration> firstValues = new ArrayList<>();
    final List<Duration> end = new ArrayList<>();
    Duration firstCpuUsage = Duration.ZERO;
}
