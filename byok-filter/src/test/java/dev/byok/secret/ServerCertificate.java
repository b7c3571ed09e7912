package dev.byok.secret;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A certificate that nobody has signed, for a server of the tests'. */
public final class ServerCertificate {

    public static final String PASSWORD = "changeit";

    private ServerCertificate() {}

    /**
     * Makes one with its private key.
     *
     * @param keyStore where it goes, as PKCS12; may be trusted as it is
     * @param names as in {@code dns:example.com,ip:127.0.0.1}
     */
    public static void make(Path keyStore, String names) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "SAN=" + names,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        keyStore.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException("keytool made no certificate");
        }
    }
}
