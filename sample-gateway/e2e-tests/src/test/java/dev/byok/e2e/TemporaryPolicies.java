package dev.byok.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.util.FileSystemUtils;

/**
 * The folders of policies, deleted at the end of the class that made them, after its gateways have been closed. Registered
 * for every class of this module by JUnit itself.
 */
public final class TemporaryPolicies implements AfterAllCallback {

    private static final ConcurrentLinkedQueue<Path> FOLDERS = new ConcurrentLinkedQueue<>();

    /** Returns a new folder, by its real path. */
    static Path create() throws IOException {
        Path folder = Files.createTempDirectory("byok-policy").toRealPath();
        FOLDERS.add(folder);
        return folder;
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        deleteAll();
    }

    static void deleteAll() throws IOException {
        for (Path folder = FOLDERS.poll(); folder != null; folder = FOLDERS.poll()) {
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
