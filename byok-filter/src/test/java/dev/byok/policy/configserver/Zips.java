package dev.byok.policy.configserver;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as our config server makes them. */
final class Zips {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final String NEXT_COMMIT = "89abcdef0123456789abcdef0123456789abcdef";

    private Zips() {}

    static byte[] of(String commit, Map<String, String> contents) {
        Map<String, byte[]> bytes = new TreeMap<>();
        contents.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
        return ofBytes(commit, bytes);
    }

    static byte[] ofBytes(String commit, Map<String, byte[]> contents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment(commit);
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
