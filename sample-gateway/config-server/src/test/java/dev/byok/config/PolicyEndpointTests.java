package dev.byok.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.eclipse.jgit.api.ResetCommand.ResetType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

class PolicyEndpointTests {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MAIN = "/gateway/default/main/byok-policy";

    private final Origin origin;
    private final Path clone;
    private final String first;
    private final List<ConfigurableApplicationContext> started = new ArrayList<>();
    private int port;

    PolicyEndpointTests(@TempDir Path folder) {
        origin = new Origin(folder.resolve("origin"));
        clone = folder.resolve("clone");
        first = origin.commit(Map.of(
                "gateway.yml", "routes: none",
                "byok/policy.yml", "policy: 1",
                "byok/workspaces/acme.yml", "workspace: acme",
                "byok/README.md", "read me"));
    }

    @BeforeEach
    void start() {
        port = start(origin.folder().toString());
    }

    @AfterEach
    void stop() {
        started.forEach(ConfigurableApplicationContext::close);
        origin.close();
    }

    @Test
    void answersWithEverythingBelowTheFolderAtOneCommit() throws Exception {
        HttpResponse<byte[]> answer = get(MAIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("etag")).hasValue('"' + first + '"');
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/zip");
        assertThat(answer.headers().firstValueAsLong("content-length")).hasValue(answer.body().length);
        assertThat(files(answer))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "policy.yml", "policy: 1",
                        "workspaces/acme.yml", "workspace: acme",
                        "README.md", "read me"));
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).endsWith(first);
    }

    @Test
    void sendsNothingToOneWhoHasTheCommit() throws Exception {
        HttpResponse<byte[]> same = get(MAIN, "if-none-match", '"' + first + '"');
        String second = origin.commit(Map.of("byok/policy.yml", "policy: 2"));
        HttpResponse<byte[]> other = get(MAIN, "if-none-match", '"' + first + '"');

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(other.statusCode()).isEqualTo(200);
        assertThat(other.headers().firstValue("etag")).hasValue('"' + second + '"');
    }

    @Test
    void namesTheCommitToAHeadRequest() throws Exception {
        HttpRequest head = request(MAIN)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();

        HttpResponse<byte[]> answer = HTTP.send(head, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("etag")).hasValue('"' + first + '"');
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void readsTheCommitAndNotTheWorkingCopy() throws Exception {
        origin.git().checkout().setCreateBranch(true).setName("other").call();
        origin.commit(Map.of("byok/policy.yml", "policy: other", "byok/extra.yml", "extra: true"));
        assertThat(files(get("/gateway/default/other/byok-policy"))).containsEntry("policy.yml", "policy: other");

        assertThat(get("/gateway/default/other/byok/policy.yml").statusCode()).isEqualTo(200);
        assertThat(Files.readString(clone.resolve("byok/policy.yml"))).isEqualTo("policy: other");
        try (CommittedPolicy main = Objects.requireNonNull(CommittedPolicy.open(clone.toFile(), "main"))) {
            assertThat(main.commit()).isEqualTo(first);
            assertThat(new String(main.archive(), StandardCharsets.ISO_8859_1)).doesNotContain("extra.yml");
        }
    }

    @Test
    void followsABranchThatIsSetBack() throws Exception {
        String second = origin.commit(Map.of("byok/policy.yml", "policy: 2"));
        assertThat(get(MAIN).headers().firstValue("etag")).hasValue('"' + second + '"');

        origin.git().reset().setMode(ResetType.HARD).setRef(first).call();

        assertThat(get(MAIN).headers().firstValue("etag")).hasValue('"' + first + '"');
    }

    @Test
    void servesATag() throws Exception {
        origin.git()
                .tag()
                .setName("release/1")
                .setSigned(false)
                .setAnnotated(true)
                .setMessage("one")
                .call();
        origin.commit(Map.of("byok/policy.yml", "policy: 2"));

        HttpResponse<byte[]> answer = get("/gateway/default/release(_)1/byok-policy");

        assertThat(answer.headers().firstValue("etag")).hasValue('"' + first + '"');
        assertThat(files(answer)).containsEntry("policy.yml", "policy: 1");
    }

    @Test
    void saysThatABranchIsGone() throws Exception {
        assertThat(get("/gateway/default/nowhere/byok-policy").statusCode()).isEqualTo(410);
        assertThat(get(MAIN).statusCode()).isEqualTo(200);

        origin.git().checkout().setCreateBranch(true).setName("other").call();
        origin.git().branchDelete().setBranchNames("main").setForce(true).call();

        assertThat(get(MAIN).statusCode()).isEqualTo(410);
        assertThat(get("/gateway/default/other/byok-policy").statusCode()).isEqualTo(200);
    }

    @Test
    void looksForNoNameThatLeadsElsewhere() throws Exception {
        assertThat(get("/gateway/default/..(_)..(_)HEAD/byok-policy").statusCode())
                .isEqualTo(410);
        assertThat(get("/gateway/default/main..lock/byok-policy").statusCode()).isEqualTo(410);
    }

    @Test
    void refusesAFileThatIsLargerThanAPolicyMayHave() throws Exception {
        origin.commit(Map.of("byok/models.yml", "#".repeat(CommittedPolicy.MAX_FILE_BYTES + 1)));

        assertThat(get(MAIN).statusCode()).isEqualTo(413);
    }

    @Test
    void answersWithoutFilesWhereTheCommitHasNone() throws Exception {
        origin.git().rm().addFilepattern("byok").call();
        origin.commit(Map.of("gateway.yml", "routes: some"));

        assertThat(get(MAIN).statusCode()).isEqualTo(200);
        assertThat(files(get(MAIN))).isEmpty();
    }

    @Test
    void stillServesPropertiesLikeAnyConfigServer() throws Exception {
        HttpResponse<byte[]> answer = get("/gateway/default/main");

        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("\"version\":\"" + first + "\"", "\"routes\":\"none\"");
    }

    @Test
    void asksForThePasswordThatIsSet() throws Exception {
        port = start(origin.folder().toString(), "--spring.security.user.password=open sesame");

        assertThat(get(MAIN).statusCode()).isEqualTo(401);
        assertThat(get("/gateway/default/main").statusCode()).isEqualTo(401);
        assertThat(get(MAIN, "authorization", "Basic Z2F0ZXdheTpvcGVuIHNlc2FtZQ==")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void refusesToWorkInTheFolderOfSomebodyElse() {
        assertThatThrownBy(() -> start(origin.folder().toUri().toString()))
                .rootCause()
                .hasMessageContaining("begins with file:");
    }

    private int start(String uri, String... further) {
        List<String> arguments = new ArrayList<>(List.of(
                "--server.port=0",
                "--BYOK_CONFIG_GIT=" + uri,
                "--BYOK_CONFIG_CLONE=" + clone,
                "--spring.cloud.config.server.git.refresh-rate=0"));
        arguments.addAll(List.of(further));
        ConfigurableApplicationContext context =
                SpringApplication.run(ConfigServerApplication.class, arguments.toArray(String[]::new));
        started.add(context);
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        return HTTP.send(
                (headers.length == 0 ? request : request.headers(headers)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static Map<String, String> files(HttpResponse<byte[]> answer) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
