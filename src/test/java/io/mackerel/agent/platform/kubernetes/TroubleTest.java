package io.mackerel.agent.platform.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mackerel.agent.http.FailureReason;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {
    static Stream<Exception> timeOuts() {
        return Stream.of(new TimeoutException("later"), new IllegalStateException(new TimeoutException("later")));
    }

    static Stream<Exception> tlsFailures() {
        return Stream.of(
                new SSLHandshakeException("PKIX path building failed"),
                new IllegalStateException(new IOException(new SSLHandshakeException("PKIX path building failed"))));
    }

    @ParameterizedTest
    @MethodSource("timeOuts")
    void aTimeOutNamesTheTimeThatWasWaited(Exception failure) {
        assertThat(Trouble.of(failure)).isEqualTo("none within 5 s");
    }

    @ParameterizedTest
    @MethodSource("tlsFailures")
    void aCertificateThatIsNotTrustedIsNamedAsTheCause(Exception failure) {
        assertThat(Trouble.of(failure))
                .startsWith("its certificate is not trusted, or TLS failed otherwise: ")
                .contains("PKIX path building failed");
    }

    @Test
    void otherTroubleIsToldAsItIs() {
        // Given
        Exception failure = new IllegalStateException(new ConnectException("Connection refused"));

        // When
        String reason = Trouble.of(failure);

        // Then
        assertThat(reason).isEqualTo(FailureReason.of(failure)).contains("Connection refused");
    }
}
