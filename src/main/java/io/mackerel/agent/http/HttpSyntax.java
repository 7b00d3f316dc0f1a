package io.mackerel.agent.http;

import io.mackerel.agent.http.ExchangeException.Kind;
import java.util.regex.Pattern;

/** What RFC 9110 allows in the head of a request. */
final class HttpSyntax {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

    private HttpSyntax() {}

    /**
     * @throws ExchangeException when {@code call} cannot be sent as it is
     */
    static void check(HttpCall call) throws ExchangeException {
        if (!TOKEN.matcher(call.method()).matches()) {
            throw notSendable("the method is none that HTTP allows");
        }
        for (HttpHeader header : call.headers()) {
            if (!TOKEN.matcher(header.name()).matches()) {
                throw notSendable("a header's name holds a character that HTTP does not allow");
            }
            if (!FIELD_VALUE.matcher(header.value()).matches()) {
                throw notSendable("the header " + header.name() + " holds a character that HTTP does not allow");
            }
        }
    }

    private static ExchangeException notSendable(String message) {
        return new ExchangeException(Kind.NOT_SENDABLE, message);
    }
}
