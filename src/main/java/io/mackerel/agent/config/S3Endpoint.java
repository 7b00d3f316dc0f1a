package io.mackerel.agent.config;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where S3 is asked first.
 *
 * @param region S3 names the bucket's own in its answer if this is another
 * @param override a store that speaks S3; absent: Amazon's
 */
record S3Endpoint(String region, @Nullable URI override) {
    /**
     * @throws DocumentException when a variable says what cannot be
     */
    static S3Endpoint of(Map<String, String> environment) throws DocumentException {
        Findings findings = new Findings();
        Sources variables = new Sources(environment, FileValues.none(), findings);
        String region = variables.required(Settings.S3_REGION);
        URI override = variables.optional(Settings.S3_ENDPOINT);
        String wrong = findings.firstProblem();
        if (wrong != null) {
            throw new DocumentException("cannot be asked for: " + wrong);
        }
        return new S3Endpoint(region, override);
    }

    /** For a person. */
    String shown() {
        return override == null ? "S3 in " + region : ShownUri.of(override);
    }
}
