package dev.byok.config;

import java.io.IOException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.config.server.environment.MultipleJGitEnvironmentRepository;
import org.springframework.cloud.config.server.environment.NoSuchLabelException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.Assert;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Answers with everything below {@code byok/} at the newest commit of a branch: a zip whose entries are paths below that
 * folder and whose comment is the commit, which is the {@code ETag} too. 410 where the repository has no such branch or
 * tag, 413 where the policy is larger than one may be.
 */
@RestController
class PolicyEndpoint {

    private static final MediaType ZIP = MediaType.valueOf("application/zip");

    private final MultipleJGitEnvironmentRepository repository;

    PolicyEndpoint(MultipleJGitEnvironmentRepository repository) {
        Assert.state(
                !repository.getUri().startsWith("file:"),
                "spring.cloud.config.server.git.uri begins with file:, which would make the server work in that very"
                        + " folder and discard what is not committed there: give the path alone");
        this.repository = repository;
    }

    /** @param label branch or tag, its slashes written as {@code (_)} like everywhere in Spring Cloud Config */
    @GetMapping("/{application}/{profile}/{label}/byok-policy")
    @Nullable
    ResponseEntity<byte[]> policy(
            @PathVariable String application,
            @PathVariable String profile,
            @PathVariable String label,
            ServletWebRequest request)
            throws IOException {
        String branch = label.replace("(_)", "/");
        // Anything else is not looked for: a name is also a path in the repository's own folder.
        if (!Repository.isValidRefName(Constants.R_HEADS + branch) || !isFetched(application, profile, branch)) {
            return ResponseEntity.status(HttpStatus.GONE).build();
        }
        try (CommittedPolicy policy = CommittedPolicy.open(repository.getBasedir(), branch)) {
            if (policy == null) {
                return ResponseEntity.status(HttpStatus.GONE).build();
            }
            String etag = '"' + policy.commit() + '"';
            if (request.checkNotModified(etag)) {
                return null;
            }
            return ResponseEntity.ok().contentType(ZIP).eTag(etag).body(policy.archive());
        } catch (PolicyTooLargeException e) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
        }
    }

    /** Brings the clone up to date, at most once per refresh interval; false where there is no such label. */
    private boolean isFetched(String application, String profile, String branch) {
        try {
            repository.getLocations(application, profile, branch);
            return true;
        } catch (NoSuchLabelException e) {
            return false;
        }
    }
}
