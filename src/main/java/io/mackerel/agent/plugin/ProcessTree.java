package io.mackerel.agent.plugin;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The processes that belong together: those that were named, all that descend from one of them, all that carry a mark.
 * Who belonged once belongs for as long as it lives. A process is known by its number and the time it began, so that
 * another one that gets its number is never signalled. Safe for use by several threads.
 */
final class ProcessTree {
    private static final long NEW_PROGRAM_BEGINS_NANOS = Duration.ofMillis(5).toNanos();

    private final ProcessTable table;
    private final Reach reach;
    private final Predicate<String> mark;
    private final long firstTick;
    private final Map<Long, ProcessHandle> members = new HashMap<>();
    private final Set<ProcessHandle> asked = new HashSet<>();
    private final Set<ProcessHandle> outOfReach = new HashSet<>();

    /**
     * @param mark of an environment
     * @param firstTick what began before it does not belong
     */
    ProcessTree(ProcessTable table, Reach reach, Predicate<String> mark, long firstTick) {
        this.table = table;
        this.reach = reach;
        this.mark = mark;
        this.firstTick = firstTick;
    }

    static ProcessTree below(ProcessHandle root, ProcessTable table, Reach reach, Predicate<String> mark) {
        ProcessRow row = table.row(root.pid());
        ProcessTree tree = new ProcessTree(table, reach, mark, row == null ? 0 : row.startTicks());
        tree.members.put(root.pid(), root);
        return tree;
    }

    /** All of those belong here, too. */
    void addAll(ProcessTree other) {
        Collection<ProcessHandle> theirs = other.members();
        synchronized (this) {
            theirs.forEach(each -> members.putIfAbsent(each.pid(), each));
        }
    }

    synchronized Collection<ProcessHandle> members() {
        return List.copyOf(members.values());
    }

    /** Finds out who belongs by now. */
    synchronized void look() {
        long ownPid = ProcessHandle.current().pid();
        List<ProcessRow> rows = table.rows().stream()
                .filter(row -> !row.isOver() && row.startTicks() >= firstTick && row.pid() != ownPid)
                .toList();
        members.values().removeIf(member -> !isAlive(member));
        addMarked(rows);
        boolean grew = true;
        while (grew) {
            grew = addChildren(rows);
        }
    }

    /** Whether none is left that a signal could reach, as of the last look. */
    synchronized boolean isGone() {
        return outOfReach.containsAll(members.values());
    }

    /** Looks, and asks those to end that were not asked yet. */
    synchronized void terminate() {
        look();
        for (ProcessHandle each : members.values()) {
            if (asked.add(each) && !reach.terminate(each)) {
                outOfReach.add(each);
            }
        }
    }

    /** Looks, and ends all. */
    synchronized void kill() {
        look();
        for (ProcessHandle each : members.values()) {
            if (!reach.kill(each)) {
                outOfReach.add(each);
            }
        }
    }

    private boolean isAlive(ProcessHandle member) {
        ProcessRow row = member.isAlive() ? table.row(member.pid()) : null;
        return row == null ? member.isAlive() : !row.isOver();
    }

    private void addMarked(List<ProcessRow> rows) {
        List<ProcessRow> unreadable = rows.stream()
                .filter(row -> !members.containsKey(row.pid()))
                .filter(this::isUnreadableElseAdded)
                .toList();
        if (!unreadable.isEmpty() && firstTick > 0) {
            LockSupport.parkNanos(NEW_PROGRAM_BEGINS_NANOS);
            unreadable.forEach(this::isUnreadableElseAdded);
        }
    }

    /** A process has no environment for a moment, while one program of it makes room for the next. */
    private boolean isUnreadableElseAdded(ProcessRow row) {
        String environment = table.environment(row.pid());
        if (mark.test(environment)) {
            add(row);
        }
        return environment.isEmpty();
    }

    private boolean addChildren(List<ProcessRow> rows) {
        boolean grew = false;
        for (ProcessRow row : rows) {
            if (!members.containsKey(row.pid()) && members.containsKey(row.parent())) {
                grew |= add(row);
            }
        }
        return grew;
    }

    /** The row is read again after the handle is there: when it is still the same, the handle is of that process. */
    private boolean add(ProcessRow row) {
        ProcessHandle process = ProcessHandle.of(row.pid()).orElse(null);
        ProcessRow now = process == null ? null : table.row(row.pid());
        if (process == null || now == null || !now.isSameAs(row)) {
            return false;
        }
        members.put(row.pid(), process);
        return true;
    }
}
