package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.http.LogText;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * What a server answered.
 *
 * @param body what the reader made of it; of another status than 200 and 201, its text
 */
record Reply(int status, byte[] body) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MOST_BYTES_OF_A_REFUSAL = 64 << 10;

    /** Whoever reads an answer of this status: {@code wanted}, if it is what was asked for. */
    static AnswerReader reader(int status, AnswerReader wanted) {
        return isSuccess(status) ? wanted : new WholeAnswer(MOST_BYTES_OF_A_REFUSAL);
    }

    private static boolean isSuccess(int status) {
        return status == OK || status == CREATED;
    }

    /** A token may have been replaced while the request was under way: then it is worth to be read and sent once more. */
    boolean isUnauthorized() {
        return status == UNAUTHORIZED;
    }

    /**
     * What it means.
     *
     * @param complaint takes what a person needs to know from the text of a refusal
     */
    Answer<byte[]> answer(String url, UnaryOperator<String> complaint) {
        if (isSuccess(status)) {
            return new Answer.Given<>(body);
        }
        String text = LogText.line(complaint.apply(new String(body, StandardCharsets.UTF_8)));
        String reason = url + " answered " + status + (text.isEmpty() ? "" : " (" + text + ")");
        return status == FORBIDDEN ? new Answer.Denied<>(reason) : new Answer.Unavailable<>(reason);
    }
}
