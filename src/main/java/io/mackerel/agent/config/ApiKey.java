package io.mackerel.agent.config;

import java.util.regex.Pattern;

/** The key of a Mackerel organisation. It prints masked; {@link #value()} is for the request header alone. */
public record ApiKey(String value) {
    private static final Pattern FITS_A_HEADER = Pattern.compile("[!-~]+");

    /**
     * Takes printable ASCII without spaces.
     *
     * @throws IllegalArgumentException when {@code value} cannot stand in a header; the message does not quote it
     */
    public ApiKey {
        if (!FITS_A_HEADER.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the API key holds a space or a character that is not printable ASCII; copy it again");
        }
    }

    @Override
    public String toString() {
        return "****";
    }
}
