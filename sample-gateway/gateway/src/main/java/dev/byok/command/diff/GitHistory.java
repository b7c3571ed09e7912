package dev.byok.command.diff;

import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.UnusableException;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Shown;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/**
 * A Git repository's commits, out of its object database: neither the working copy nor the index is looked at or touched,
 * and no {@code git} needs to be installed.
 */
final class GitHistory implements AutoCloseable {

    private static final String BYOK = "byok/";
    private static final String MANIFEST = "policy.yml";
    private static final int MAX_FILES = 2_000;
    private static final int MAX_FILE_BYTES = 4 << 20;

    private final Repository repository;
    private final Path directory;
    private final String below;

    private GitHistory(Repository repository, Path directory) {
        this.repository = repository;
        this.directory = directory;
        this.below = repository.isBare() ? "" : slashed(repository.getWorkTree().toPath(), directory);
    }

    /**
     * Opens the repository that a directory is in, or is.
     *
     * @throws UnusableException if there is none
     */
    static GitHistory of(Path directory) {
        try {
            Path real = directory.toRealPath();
            FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
            File found = builder.getGitDir();
            if (found == null) {
                builder.setGitDir(real.toFile());
            }
            return new GitHistory(builder.setMustExist(true).build(), real);
        } catch (IOException e) {
            throw new UnusableException(
                    directory + ": no Git repository here or above; two folders can be compared too");
        }
    }

    private static String slashed(Path top, Path directory) {
        try {
            String below = top.toRealPath().relativize(directory).toString();
            return below.isEmpty() ? "" : below.replace(File.separatorChar, '/') + "/";
        } catch (IOException e) {
            throw new UnusableException(top + " cannot be read");
        }
    }

    /**
     * Returns the policy as a commit has it.
     *
     * @param revision a branch, a tag, a commit, or what else Git takes for one, as in {@code HEAD~1}
     * @throws UnusableException if there is no such commit, or no policy in it
     */
    Side at(String revision) {
        try (RevWalk walk = new RevWalk(repository)) {
            ObjectId id = resolve(revision);
            if (id == null) {
                throw new UnusableException("unknown revision " + Shown.text(revision)
                        + ": neither a commit that this repository has nor a folder with a policy");
            }
            RevCommit commit = walk.parseCommit(id);
            for (String prefix : new String[] {BYOK, ""}) {
                if (has(commit.getTree(), below + prefix + MANIFEST)) {
                    Map<String, String> contents = contents(commit.getTree(), below + prefix, revision);
                    Path folder = prefix.isEmpty() ? directory : directory.resolve("byok");
                    return new Side(
                            revision, new PolicyFolder(folder, prefix), PolicyFiles.committed(commit.name(), contents));
                }
            }
            throw new UnusableException(Shown.text(revision) + ": no policy there, neither " + below + MANIFEST
                    + " nor " + below + BYOK + MANIFEST);
        } catch (IOException e) {
            throw new UnusableException(
                    Shown.text(revision) + " cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private @Nullable ObjectId resolve(String revision) throws IOException {
        try {
            return repository.resolve(revision + "^{commit}");
        } catch (RevisionSyntaxException e) {
            return null;
        }
    }

    private boolean has(RevTree tree, String path) throws IOException {
        try (TreeWalk walk = TreeWalk.forPath(repository, path, tree)) {
            return walk != null;
        }
    }

    private Map<String, String> contents(RevTree tree, String folder, String revision) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (TreeWalk walk = new TreeWalk(repository)) {
            walk.addTree(subtree(tree, folder));
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                if (isPolicy(path) && !FileMode.GITLINK.equals(walk.getRawMode(0))) {
                    contents.put(path, text(walk.getObjectId(0), path));
                }
                if (contents.size() > MAX_FILES) {
                    throw new UnusableException(Shown.text(revision) + ": more than " + MAX_FILES + " policy files");
                }
            }
        }
        return contents;
    }

    private ObjectId subtree(RevTree tree, String folder) throws IOException {
        if (folder.isEmpty()) {
            return tree;
        }
        try (TreeWalk walk = TreeWalk.forPath(repository, folder.substring(0, folder.length() - 1), tree)) {
            return walk.getObjectId(0);
        }
    }

    /** As in a folder: nothing of a name that begins with a dot. */
    private static boolean isPolicy(String path) {
        boolean hidden = path.startsWith(".") || path.contains("/.");
        return !hidden && (path.endsWith(".yml") || path.endsWith(".yaml"));
    }

    private String text(ObjectId id, String path) throws IOException {
        byte[] bytes = repository.open(id, Constants.OBJ_BLOB).getBytes(MAX_FILE_BYTES);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IOException(path + " is not UTF-8", e);
        }
    }

    @Override
    public void close() {
        repository.close();
    }
}
