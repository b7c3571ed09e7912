package dev.byok.policy.configserver;

import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import dev.byok.policy.source.PolicySource;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The newest commit of a branch, whole, from a Spring Cloud Config server: at once from one with our endpoint, file by
 * file from any other. What is known already is not sent again. For one thread at a time.
 */
public final class ConfigServerPolicySource implements PolicySource {

    /** The archive is smaller than what it holds. */
    private static final int MAX_ANSWER_BYTES = CommitFiles.MAX_BYTES / 2;

    private static final String ARCHIVE = "application/zip";

    private final ConfigServer server;
    private final HttpReader http;
    private final StockServer stock;
    private @Nullable Known known;

    /** @param authorization the value of the {@code Authorization} header, asked for each request; empty for none */
    public ConfigServerPolicySource(ConfigServer server, Supplier<Mono<String>> authorization) {
        this.server = server;
        this.http = new HttpReader(server.requestTimeout(), MAX_ANSWER_BYTES, authorization);
        this.stock = new StockServer(server, http);
    }

    @Override
    public PolicyFiles read() throws IOException {
        Known last = known;
        String etag = last == null ? null : Commits.etag(last.commit());
        Response response = http.get(server.path() + "/byok-policy", ARCHIVE, etag);
        Known next =
                switch (response.status()) {
                    case 200 -> archived(response);
                    case 304 -> unchanged(last);
                    case 404 -> piecemeal(last);
                    case 401, 403 ->
                        throw new IOException(
                                "the config server refuses user and password (" + response.status() + ")");
                    case 410 -> throw new IOException("the repository has no branch or tag " + server.label());
                    case 413 -> throw new IOException("the policy has more files, or larger ones, than one may");
                    default -> throw new IOException("the config server answers " + response.status());
                };
        known = next;
        return next.get();
    }

    @Override
    public boolean readsWhole() {
        return true;
    }

    @Override
    public String description() {
        return server.toString();
    }

    @Override
    public void close() {
        http.close();
    }

    private static Known archived(Response response) throws IOException {
        String commit = Commits.ofEtag(response.etag());
        if (!response.hasType(ARCHIVE) || commit == null) {
            throw new IOException("what answers is no config server: neither an archive nor 404");
        }
        return Known.of(commit, () -> PolicyArchive.read(response.body(), commit));
    }

    private static Known unchanged(@Nullable Known last) throws IOException {
        if (last == null) {
            throw new IOException("the config server answers 304 to one who knows nothing");
        }
        return last;
    }

    private Known piecemeal(@Nullable Known last) throws IOException {
        String commit = stock.commit();
        return last != null && last.commit().equals(commit) ? last : Known.of(commit, () -> stock.read(commit));
    }

    /** Reads the files of a commit. */
    private interface Reading {
        PolicyFiles read() throws IOException;
    }

    /** What a commit holds, or why it cannot be a policy. Neither changes as long as the commit is the same. */
    private record Known(
            String commit,
            @Nullable PolicyFiles files,
            @Nullable PolicyRejectedException rejection) {

        static Known of(String commit, Reading reading) throws IOException {
            try {
                return new Known(commit, reading.read(), null);
            } catch (PolicyRejectedException e) {
                return new Known(commit, null, e);
            }
        }

        PolicyFiles get() {
            if (files == null) {
                throw rejection == null ? new IllegalStateException("neither files nor rejection") : rejection;
            }
            return files;
        }
    }
}
