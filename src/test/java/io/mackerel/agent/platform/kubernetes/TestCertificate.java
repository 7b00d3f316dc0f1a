package io.mackerel.agent.platform.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for 127.0.0.1 and ::1 that signed itself.
 *
 * @param keyStore PKCS 12, with the password {@link #PASSWORD}
 * @param pem what a client has to trust
 */
public record TestCertificate(Path keyStore, Path pem) {
    public static final String PASSWORD = "changeit";

    public static TestCertificate in(Path directory, String name) {
        Path keyStore = directory.resolve(name + ".p12");
        Path pem = directory.resolve(name + ".crt");
        String store = keyStore.toString();
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,ip:::1",
                "-keystore",
                store);
        keytool("-exportcert", "-rfc", "-file", pem.toString(), "-keystore", store);
        return new TestCertificate(keyStore, pem);
    }

    private static void keytool(String... arguments) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new java.util.ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", "server", "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Path log = Files.createTempFile("keytool", ".log");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(Files.readString(log));
            }
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
