package dev.byok.command.keys;

import dev.byok.command.support.UnusableException;
import dev.byok.secret.cipher.CipherKey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes a key where nobody else can read it. */
final class KeyFile {

    private KeyFile() {}

    /** @throws UnusableException if there is a file already, which might be the only key to something */
    static void write(Path file, CipherKey key) {
        try {
            Files.createFile(file, forTheOwnerAlone());
            Files.write(file, key.toJson());
        } catch (FileAlreadyExistsException e) {
            throw new UnusableException(file + " exists already, and no key is overwritten: what was encrypted with it"
                    + " could never be read again");
        } catch (IOException e) {
            throw new UnusableException(
                    file + " cannot be written: " + e.getClass().getSimpleName());
        }
    }

    private static FileAttribute<?>[] forTheOwnerAlone() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
