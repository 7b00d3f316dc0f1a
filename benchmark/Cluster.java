import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What all nodes share.
 *
 * @param tls with which their API servers prove that they are 127.0.0.1
 * @param serviceAccount the directory that a pod would find mounted: a token, a namespace and who signed the certificate
 */
record Cluster(SSLContext tls, Path serviceAccount) implements AutoCloseable {
    private static final String ALIAS = "server";
    private static final char[] PASSWORD = "benchmark".toCharArray();

    static Cluster make() throws IOException, GeneralSecurityException, InterruptedException {
        Path folder = Files.createTempDirectory("benchmark-serviceaccount");
        KeyStore keys = keys(folder.resolve("keys.p12"));
        Files.writeString(folder.resolve("ca.crt"), pem(keys.getCertificate(ALIAS)));
        Files.writeString(folder.resolve("token"), token());
        Files.writeString(folder.resolve("namespace"), PodIdentity.NAMESPACE);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(managers.getKeyManagers(), null, null);
        return new Cluster(tls, folder);
    }

    @Override
    public void close() throws IOException {
        Folders.delete(serviceAccount);
    }

    /** A key of the kind that kubeadm makes, in a certificate that signs itself. */
    private static KeyStore keys(Path file) throws IOException, GeneralSecurityException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", ALIAS, "-keyalg", "RSA", "-keysize", "2048"));
        command.addAll(List.of("-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", file.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool made no certificate: " + printed);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        Files.delete(file);
        return keys;
    }

    private static String pem(Certificate certificate) throws GeneralSecurityException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
    }

    /** Names an account; signed by nobody. */
    private static String token() {
        return part("{\"alg\":\"RS256\",\"kid\":\"benchmark\"}") + "."
                + part("{\"sub\":\"system:serviceaccount:" + PodIdentity.NAMESPACE + ":agent\"}") + "."
                + part("no signature");
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
