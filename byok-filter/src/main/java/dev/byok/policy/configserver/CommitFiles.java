package dev.byok.policy.configserver;

import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.document.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gathers the files of one commit within the bounds of a policy. As in a folder, only {@code .yml} and {@code .yaml}
 * count, and nothing of a name that begins with a dot.
 */
final class CommitFiles {

    static final int MAX_FILES = 2_000;
    static final int MAX_FILE_BYTES = 4 << 20;
    static final int MAX_BYTES = 32 << 20;

    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

    private final String commit;
    private final Map<String, String> contents = new TreeMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private long total;

    CommitFiles(String commit) {
        this.commit = commit;
    }

    /** Adds a file, or what is wrong with it. */
    void add(String path, byte[] content) {
        if (!isSafe(path)) {
            problem("byok", "holds a path that leads elsewhere");
            return;
        }
        if (!isPolicy(path)) {
            return;
        }
        total += content.length;
        if (content.length > MAX_FILE_BYTES) {
            problem(path, "larger than " + MAX_FILE_BYTES + " bytes");
        } else if (contents.size() >= MAX_FILES || total > MAX_BYTES) {
            problem("byok", "more than " + MAX_FILES + " files or " + MAX_BYTES + " bytes");
        } else if (contents.containsKey(path)) {
            problem(path, "there twice");
        } else {
            contents.put(path, text(path, content));
        }
    }

    /**
     * Returns them all.
     *
     * @throws PolicyRejectedException where any of them cannot be part of a policy
     */
    PolicyFiles files() {
        if (!problems.isEmpty()) {
            List<Problem> distinct = problems.stream().distinct().toList();
            throw new PolicyRejectedException(PolicyFiles.versionOf(commit), distinct);
        }
        return PolicyFiles.committed(commit, contents);
    }

    /** Returns whether a path stays below the folder it is meant to be in. */
    static boolean isSafe(String path) {
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPolicy(String path) {
        boolean hidden = path.startsWith(".") || path.contains("/.");
        return !hidden && (path.endsWith(".yml") || path.endsWith(".yaml"));
    }

    private String text(String path, byte[] content) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
        } catch (CharacterCodingException e) {
            problem(path, "not UTF-8");
            return "";
        }
    }

    private void problem(String file, String expectation) {
        problems.add(new Problem(file, 0, "", null, expectation));
    }
}
