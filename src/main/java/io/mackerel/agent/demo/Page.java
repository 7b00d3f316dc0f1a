package io.mackerel.agent.demo;

import java.util.ArrayList;
import java.util.List;

/** Sections of lines, one below the other, with blank lines between them as far as the room allows. */
final class Page {
    private final int room;
    private final List<List<Line>> sections = new ArrayList<>();

    /** A page of so many lines. */
    Page(int room) {
        this.room = room;
    }

    /** An empty section is none. */
    Page add(List<Line> section) {
        if (!section.isEmpty()) {
            sections.add(List.copyOf(section));
        }
        return this;
    }

    /** How many lines another section may have with all the blank lines kept; may be negative. */
    int left() {
        return room - lines() - sections.size();
    }

    /** Each line ended by a newline. Where room is short, the lowest blank lines go first, then the lowest lines. */
    @Override
    public String toString() {
        int blanks = room - lines();
        List<String> all = new ArrayList<>();
        for (List<Line> section : sections) {
            if (!all.isEmpty() && blanks-- > 0) {
                all.add("");
            }
            section.forEach(line -> all.add(line.toString()));
        }
        return String.join("\n", all.subList(0, Math.min(room, all.size()))) + "\n";
    }

    private int lines() {
        return sections.stream().mapToInt(List::size).sum();
    }
}
