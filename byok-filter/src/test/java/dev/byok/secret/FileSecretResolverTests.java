package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class FileSecretResolverTests {

    private Path directory = Path.of("");
    private Path root = Path.of("");
    private Path outside = Path.of("");
    private FileSecretResolver resolver = new FileSecretResolver(List::of);

    @BeforeEach
    void makeRoots(@TempDir Path temporary) throws IOException {
        directory = temporary;
        root = Files.createDirectory(directory.resolve("secrets"));
        outside = Files.createDirectory(directory.resolve("elsewhere"));
        resolver = new FileSecretResolver(() -> List.of(directory.resolve("missing"), root));
    }

    @Test
    void readsAFileBelowARoot() throws IOException {
        Path file = Files.writeString(root.resolve("openai"), "sk-canary\n");

        assertThat(read(file, null)).isEqualTo(Secret.of("sk-canary"));
    }

    @Test
    void readsOffTheSubscribersThread() throws IOException {
        Path file = Files.writeString(root.resolve("openai"), "sk-canary");

        StepVerifier.create(resolver.resolve(reference(file, null)).map(secret -> Schedulers.isInNonBlockingThread()))
                .expectNext(false)
                .verifyComplete();
        StepVerifier.create(resolver.resolve(reference(file, null))
                        .map(secret -> Thread.currentThread().getName()))
                .assertNext(thread -> assertThat(thread).startsWith("boundedElastic"))
                .verifyComplete();
    }

    @Test
    void followsTheLinksOfAKubernetesMountAndTheirRotation() throws IOException {
        Path first = Files.createDirectory(root.resolve("..2026_1"));
        Path second = Files.createDirectory(root.resolve("..2026_2"));
        Files.writeString(first.resolve("openai"), "sk-old");
        Files.writeString(second.resolve("openai"), "sk-new");
        Path data = Files.createSymbolicLink(root.resolve("..data"), first.getFileName());
        Path file = Files.createSymbolicLink(root.resolve("openai"), Path.of("..data", "openai"));
        assertThat(read(file, null)).isEqualTo(Secret.of("sk-old"));

        Files.delete(data);
        Files.createSymbolicLink(data, second.getFileName());

        assertThat(read(file, null)).isEqualTo(Secret.of("sk-new"));
    }

    @Test
    void acceptsARootThatIsItselfALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("run"), root);
        Files.writeString(root.resolve("openai"), "sk-canary");
        resolver = new FileSecretResolver(() -> List.of(link));

        assertThat(read(link.resolve("openai"), null)).isEqualTo(Secret.of("sk-canary"));
    }

    @Test
    void refusesALinkThatLeavesTheRoots() throws IOException {
        Path target = Files.writeString(outside.resolve("passwd"), "sk-canary");
        Path link = Files.createSymbolicLink(root.resolve("openai"), target);
        Path directoryLink = Files.createSymbolicLink(root.resolve("dir"), outside);

        refuses(link.toString(), null, "outside the declared roots");
        refuses(directoryLink.resolve("passwd").toString(), null, "outside the declared roots");
    }

    @Test
    void refusesPathsOutsideTheRootsWhetherTheyExistOrNot() throws IOException {
        Path file = Files.writeString(outside.resolve("passwd"), "sk-canary");

        refuses(file.toString(), null, "outside the declared roots");
        refuses(outside.resolve("none").toString(), null, "outside the declared roots");
        refuses(root + "/../elsewhere/passwd", null, "outside the declared roots");
        refuses(root + "x/openai", null, "outside the declared roots");
        refuses(root.toString(), null, "outside the declared roots");
        refuses("secrets/openai", null, "not an absolute path");
        refuses(root + "/a\0b", null, "not a path");
    }

    @Test
    void refusesWhatIsNoReadableSmallFile() throws IOException {
        Files.createDirectory(root.resolve("dir"));
        Files.writeString(root.resolve("large"), "x".repeat(FileSecretResolver.MAX_BYTES + 1));
        Files.writeString(root.resolve("full"), "x".repeat(FileSecretResolver.MAX_BYTES));
        Files.writeString(root.resolve("empty"), "\n");
        Files.writeString(root.resolve("lines"), "canary\nx-evil: 1\n");

        refuses(root.resolve("none").toString(), null, "there is no such file");
        refuses(root.resolve("dir").toString(), null, "not a regular file");
        refuses(root.resolve("large").toString(), null, "larger than 65536 bytes");
        refuses(root.resolve("empty").toString(), null, "the secret is empty");
        refuses(root.resolve("lines").toString(), null, "the secret holds a line break");
        assertThat(read(root.resolve("full"), null)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"key\":\"sk-canary\"} | other | there is no such field",
                "{\"key\":42} | key | the field is not text",
                "{\"key\":\"\"} | key | the secret is empty",
                "{\"key\":\"canary | key | the content is not JSON",
                "[\"canary\"] | key | the content is not a JSON object",
                "canary | key | the content is not JSON"
            })
    void saysWhyAFieldCannotBeReadWithoutQuotingTheContent(String content, String field, String reason)
            throws IOException {
        Path file = Files.writeString(root.resolve("openai"), content);

        refuses(file.toString(), field, reason);
    }

    @Test
    void readsAFieldOfAJsonObject() throws IOException {
        Path file = Files.writeString(root.resolve("openai.json"), "{\"main\":\"sk-canary\",\"second\":\"sk-2\"}");

        assertThat(read(file, "second")).isEqualTo(Secret.of("sk-2"));
    }

    private @Nullable Secret read(Path file, @Nullable String field) {
        return resolver.resolve(reference(file, field)).block();
    }

    private void refuses(String location, @Nullable String field, String reason) {
        SecretReference reference = new SecretReference("file", location, field);
        StepVerifier.create(resolver.resolve(reference)).verifyErrorSatisfies(e -> assertThat(e)
                .isInstanceOf(SecretUnavailableException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining(reference.toString())
                .hasMessageNotContaining("canary")
                .hasNoCause());
    }

    private static SecretReference reference(Path file, @Nullable String field) {
        return new SecretReference("file", file.toString(), field);
    }
}
