package io.mackerel.agent.plugin;

import org.jspecify.annotations.Nullable;

/**
 * What {@code /proc/<pid>/stat} tells of a process.
 *
 * @param parent 0: none that can be seen from here
 * @param startTicks clock ticks since the machine's start
 * @param isOver it has ended and is only kept until its parent asks for its exit status
 */
record ProcessRow(long pid, long parent, long startTicks, boolean isOver) {
    /** Fields after the program's name, which stands in parentheses and may hold anything. */
    private static final int STATE = 0;

    private static final int PARENT = 1;
    private static final int START = 19;

    /** Absent when the text is not of that kind. */
    static @Nullable ProcessRow parse(String stat) {
        int name = stat.indexOf(" (");
        int nameEnd = stat.lastIndexOf(") ");
        if (name < 0 || nameEnd < name) {
            return null;
        }
        String[] fields = stat.substring(nameEnd + 2).split(" ", START + 2);
        try {
            return fields.length <= START ? null : of(Long.parseLong(stat.substring(0, name)), fields);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static ProcessRow of(long pid, String[] fields) {
        boolean isOver = fields[STATE].equals("Z") || fields[STATE].equalsIgnoreCase("X");
        return new ProcessRow(pid, Long.parseLong(fields[PARENT]), Long.parseLong(fields[START].strip()), isOver);
    }

    boolean isSameAs(ProcessRow other) {
        return pid == other.pid && startTicks == other.startTicks;
    }
}
