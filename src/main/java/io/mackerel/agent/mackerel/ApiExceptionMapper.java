package io.mackerel.agent.mackerel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mackerel.agent.http.LogText;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Every answer but success becomes an {@link ApiException}, redirects too: they would carry the API key elsewhere. */
final class ApiExceptionMapper implements ResponseExceptionMapper<ApiException> {
    private static final int FIRST_REDIRECT = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final InstantSource clock;
    private final UnaryOperator<String> masking;

    /**
     * @param masking takes secrets out of what the service sends back
     */
    ApiExceptionMapper(InstantSource clock, UnaryOperator<String> masking) {
        this.clock = clock;
        this.masking = masking;
    }

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= FIRST_REDIRECT;
    }

    @Override
    public ApiException toThrowable(Response response) {
        return new ApiException(
                response.getStatus(),
                message(body(response)),
                RetryAfter.parse(response.getHeaderString(HttpHeaders.RETRY_AFTER), clock.instant()));
    }

    private static String body(Response response) {
        try {
            return response.hasEntity() ? response.readEntity(String.class) : "";
        } catch (ProcessingException | IllegalStateException unreadable) {
            return "";
        }
    }

    /** Mackerel answers {@code {"error":{"message":"…"}}} or {@code {"error":"…"}}. */
    private String message(String body) {
        try {
            JsonNode error = json.readTree(body).path("error");
            String message =
                    error.isTextual() ? error.asText() : error.path("message").asText();
            return LogText.line(masking.apply(message));
        } catch (JsonProcessingException notFromMackerel) {
            return "";
        }
    }
}
