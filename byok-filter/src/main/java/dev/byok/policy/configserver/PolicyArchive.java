package dev.byok.policy.configserver;

import dev.byok.policy.document.PolicyFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The zip in which our config server sends a policy. Its very end says how many files there are and, as the comment,
 * of which commit: a zip that was cut off between two files, which a reader of streams takes for whole, has neither.
 */
final class PolicyArchive {

    private static final int END_BYTES = 22;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRIES_OFFSET = 10;
    private static final int COMMENT_OFFSET = 20;

    /** Folders and files that are no policy count here too. */
    private static final int MAX_ENTRIES = 2 * CommitFiles.MAX_FILES;

    private PolicyArchive() {}

    /**
     * Returns the files.
     *
     * @throws IOException where these are not the whole files of the commit
     */
    static PolicyFiles read(byte[] zip, String commit) throws IOException {
        int entries = entries(zip, commit);
        CommitFiles files = new CommitFiles(commit);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            long total = 0;
            int count = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                byte[] content = in.readNBytes(CommitFiles.MAX_FILE_BYTES + 1);
                total += content.length;
                if (++count > MAX_ENTRIES
                        || content.length > CommitFiles.MAX_FILE_BYTES
                        || total > CommitFiles.MAX_BYTES) {
                    throw new IOException("the archive of commit " + commit + " holds more than a policy may");
                }
                if (!entry.isDirectory()) {
                    files.add(entry.getName(), content);
                }
            }
            if (count != entries) {
                throw broken(commit);
            }
        } catch (IllegalArgumentException e) {
            // A name in no known encoding.
            throw broken(commit);
        }
        return files.files();
    }

    private static int entries(byte[] zip, String commit) throws IOException {
        byte[] comment = commit.getBytes(StandardCharsets.US_ASCII);
        int start = zip.length - comment.length - END_BYTES;
        if (start < 0 || !Arrays.equals(comment, Arrays.copyOfRange(zip, start + END_BYTES, zip.length))) {
            throw broken(commit);
        }
        ByteBuffer end = ByteBuffer.wrap(zip, start, END_BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
        if (end.getInt(0) != END_SIGNATURE || end.getShort(COMMENT_OFFSET) != comment.length) {
            throw broken(commit);
        }
        return Short.toUnsignedInt(end.getShort(ENTRIES_OFFSET));
    }

    private static IOException broken(String commit) {
        return new IOException("the archive is not that of commit " + commit + ", or not whole");
    }
}
