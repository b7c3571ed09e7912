package dev.byok.policy.configserver;

import dev.byok.policy.document.ManifestFiles;
import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A config server without an endpoint of ours. It serves files one by one, out of a working copy that a request for
 * another label may switch meanwhile: each is asked for at one commit and read twice, and both readings have to agree.
 */
final class StockServer {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MAX_ROUNDS = 3;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final ConfigServer server;
    private final HttpReader http;

    StockServer(ConfigServer server, HttpReader http) {
        this.server = server;
        this.http = http;
    }

    /** Returns the commit that the branch is at. */
    String commit() throws IOException {
        Response response = http.get(server.path(), "application/json", null);
        if (response.status() != OK) {
            throw new IOException("the config server answers " + response.status());
        }
        try {
            String version = JSON.readTree(response.body()).path("version").asString("");
            if (Commits.isCommit(version)) {
                return version;
            }
        } catch (JacksonException e) {
            // Its message may quote the answer.
            throw new IOException("the config server's answer is not JSON");
        }
        throw new IOException("the config server names no commit: it needs a Git repository behind it");
    }

    /** Returns the files of a commit. */
    PolicyFiles read(String commit) throws IOException {
        Map<String, byte[]> last = readAll(commit);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            Map<String, byte[]> next = readAll(commit);
            if (isSame(last, next)) {
                CommitFiles files = new CommitFiles(commit);
                next.forEach(files::add);
                return files.files();
            }
            last = next;
        }
        throw new IOException("the files of commit " + commit + " differ from one reading to the next");
    }

    private Map<String, byte[]> readAll(String commit) throws IOException {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        byte[] manifest = file(commit, ManifestFiles.manifest());
        List<String> others = new ArrayList<>(ManifestFiles.beside());
        if (manifest != null) {
            contents.put(ManifestFiles.manifest(), manifest);
            others.addAll(ManifestFiles.named(new String(manifest, StandardCharsets.UTF_8)));
        }
        long total = 0;
        for (String path : others) {
            byte[] content = CommitFiles.isSafe(path) ? file(commit, path) : null;
            if (content != null) {
                contents.put(path, content);
                total += content.length;
            }
            if (total > CommitFiles.MAX_BYTES) {
                throw new IOException("commit " + commit + " holds more than a policy may");
            }
        }
        return contents;
    }

    /** Returns the bytes of a file as they are in Git, null where there is none. */
    private byte @Nullable [] file(String commit, String path) throws IOException {
        Response response = http.get(server.path(commit) + encoded("/byok/" + path), "application/octet-stream", null);
        if (response.status() == NOT_FOUND) {
            return null;
        }
        if (response.status() != OK || !response.hasType("application/octet-stream")) {
            throw new IOException("the config server answers " + response.status() + " for a file of the policy");
        }
        return response.body();
    }

    private static String encoded(String path) throws IOException {
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IOException("a file of the policy has a name that cannot be asked for");
        }
    }

    private static boolean isSame(Map<String, byte[]> one, Map<String, byte[]> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.get(entry.getKey())));
    }
}
