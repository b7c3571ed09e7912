package dev.byok.e2e;

import dev.byok.caller.GatewayKeyFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** A policy on disk for one test: one workspace, its keys as secret files, and gateway keys made on the spot. */
final class PolicyDirectory {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path root;
    private final Path secrets;

    PolicyDirectory() {
        try {
            Path base = TemporaryPolicies.create();
            root = Files.createDirectories(base.resolve("byok"));
            secrets = Files.createDirectories(base.resolve("secrets"));
            Files.createDirectories(root.resolve("workspaces"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String location() {
        return "file:" + root;
    }

    Path root() {
        return root;
    }

    Path secrets() {
        return secrets;
    }

    /** Returns a new gateway key. */
    static String gatewayKey() {
        return GatewayKeyFormat.generate(RANDOM);
    }

    static String sha256(String gatewayKey) {
        return HexFormat.of().formatHex(GatewayKeyFormat.sha256(gatewayKey));
    }

    /** Writes a file; {@code {secrets}} in it becomes the folder of the secret files. */
    PolicyDirectory write(String file, String text) {
        return put(root.resolve(file), filled(text));
    }

    /** Returns a file's text as it is written. */
    String filled(String text) {
        return text.replace("{secrets}", secrets.toString());
    }

    /** Writes a secret and returns its reference. */
    String secret(String name, String value) {
        put(secrets.resolve(name), value);
        return "file:" + secrets.resolve(name);
    }

    private PolicyDirectory put(Path file, String text) {
        try {
            Path temporary = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(temporary, text);
            Files.move(
                    temporary,
                    file,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
