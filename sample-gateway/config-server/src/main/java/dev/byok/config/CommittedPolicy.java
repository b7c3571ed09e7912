package dev.byok.config;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * The policy as one commit has it. Read from Git's objects, which never change, and not from the working copy, which
 * another request may be switching. Holds the repository open until closed.
 */
final class CommittedPolicy implements AutoCloseable {

    static final int MAX_FILES = 2_000;
    static final int MAX_FILE_BYTES = 4 << 20;
    static final int MAX_BYTES = 32 << 20;

    private static final String FOLDER = "byok";
    private static final long NO_TIME = 0;

    private final Git git;
    private final RevCommit commit;

    private CommittedPolicy(Git git, RevCommit commit) {
        this.git = git;
        this.commit = commit;
    }

    /**
     * Returns the policy at the newest commit that has been fetched.
     *
     * @param label a branch of the remote, or a tag
     * @return null where there is no such label
     */
    @SuppressWarnings("resource") // handed over to the policy, which closes it
    static @Nullable CommittedPolicy open(File clone, String label) throws IOException {
        Git git = Git.open(clone);
        RevCommit commit = find(git.getRepository(), label);
        if (commit == null) {
            git.close();
            return null;
        }
        return new CommittedPolicy(git, commit);
    }

    private static @Nullable RevCommit find(Repository repository, String label) throws IOException {
        Ref ref = repository.exactRef(Constants.R_REMOTES + "origin/" + label);
        if (ref == null) {
            ref = repository.exactRef(Constants.R_TAGS + label);
        }
        if (ref == null || ref.getObjectId() == null) {
            return null;
        }
        try (RevWalk walk = new RevWalk(repository)) {
            return walk.parseCommit(ref.getObjectId());
        }
    }

    String commit() {
        return commit.name();
    }

    /**
     * Returns the zip. The same commit makes the same bytes.
     *
     * @throws PolicyTooLargeException where a bound on files or bytes is passed
     */
    byte[] archive() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes);
                TreeWalk folder = TreeWalk.forPath(git.getRepository(), FOLDER, commit.getTree())) {
            zip.setComment(commit());
            if (folder != null && folder.isSubtree()) {
                addFiles(folder, zip);
            }
        }
        return bytes.toByteArray();
    }

    private void addFiles(TreeWalk folder, ZipOutputStream zip) throws IOException {
        int files = 0;
        long total = 0;
        try (TreeWalk walk = new TreeWalk(git.getRepository())) {
            walk.addTree(folder.getObjectId(0));
            walk.setRecursive(true);
            while (walk.next()) {
                if (!FileMode.GITLINK.equals(walk.getRawMode(0))) {
                    byte[] content = content(walk);
                    total += content.length;
                    if (++files > MAX_FILES || total > MAX_BYTES) {
                        throw new PolicyTooLargeException(
                                "more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes");
                    }
                    add(walk.getPathString(), content, zip);
                }
            }
        }
    }

    private byte[] content(TreeWalk walk) throws IOException {
        ObjectLoader blob = git.getRepository().open(walk.getObjectId(0), Constants.OBJ_BLOB);
        if (blob.getSize() > MAX_FILE_BYTES) {
            throw new PolicyTooLargeException(walk.getPathString() + " is larger than " + MAX_FILE_BYTES + " bytes");
        }
        return blob.getBytes(MAX_FILE_BYTES);
    }

    private static void add(String path, byte[] content, ZipOutputStream zip) throws IOException {
        ZipEntry entry = new ZipEntry(path);
        entry.setTime(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void close() {
        git.close();
    }
}
