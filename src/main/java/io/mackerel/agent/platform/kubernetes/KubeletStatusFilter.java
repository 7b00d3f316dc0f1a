package io.mackerel.agent.platform.kubernetes;

import io.mackerel.agent.http.LogText;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Lets answers with status 200 through; of the others a stream of bytes would be made, whatever they say. */
final class KubeletStatusFilter implements ClientResponseFilter {
    private static final int OK = 200;
    private static final int MOST_BYTES = 1024;

    /** What the kubelet answered instead. Its text names the right that is missing. */
    static final class OtherStatusException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        OtherStatusException(int status, String text) {
            super("answered " + status + (text.isEmpty() ? "" : " (" + text + ")"));
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    @Override
    public void filter(ClientRequestContext request, ClientResponseContext response) throws IOException {
        if (response.getStatus() != OK) {
            String text = response.hasEntity()
                    ? new String(response.getEntityStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    : "";
            throw new OtherStatusException(response.getStatus(), LogText.line(text));
        }
    }
}
