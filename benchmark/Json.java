/** JSON as text, written as a server writes it. */
final class Json {
    private Json() {}

    /** Without what a reader of this program needs: line ends and the blanks that begin a line. */
    static String compact(String json) {
        return json.replaceAll("\n *", "");
    }

    /** One more blank for each level. Brackets inside strings would be taken for real ones. */
    static String indented(String compact) {
        StringBuilder text = new StringBuilder(2 * compact.length());
        int depth = 0;
        for (char c : compact.toCharArray()) {
            switch (c) {
                case '{', '[' -> newLine(text.append(c), ++depth);
                case '}', ']' -> {
                    newLine(text, --depth);
                    text.append(c);
                }
                case ',' -> newLine(text.append(c), depth);
                default -> text.append(c);
            }
            if (text.charAt(text.length() - 1) == ':' && text.charAt(text.length() - 2) == '"') {
                text.append(' ');
            }
        }
        return text.toString();
    }

    private static void newLine(StringBuilder text, int depth) {
        text.append('\n').append(" ".repeat(depth));
    }
}
