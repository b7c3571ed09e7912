package dev.byok.policy.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePolicySourceTests {

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path root;

    @Test
    void readsEveryYamlFileBelowTheRoot() throws IOException {
        write(root, SamplePolicy.contents());
        write(root, Map.of("README.md", "no policy", "notes.yaml", "a: 1", "scenarios/drills.yml", "scenarios: []"));

        PolicyFiles files = new FilePolicySource(root).read();

        assertThat(files.contents())
                .containsOnlyKeys(
                        "models.yml",
                        "notes.yaml",
                        "policy.yml",
                        "profiles.yml",
                        "providers.yml",
                        "scenarios/drills.yml",
                        "workspaces/acme.yml",
                        "workspaces/globex.yml")
                .containsAllEntriesOf(SamplePolicy.contents());
    }

    @Test
    void versionFollowsTheContents() throws IOException {
        write(root, SamplePolicy.contents());
        PolicySource source = new FilePolicySource(root);
        String before = source.read().version();

        write(root, SamplePolicy.edited("policy.yml", "policy: 1", "policy: 2"));

        assertThat(source.read().version()).isNotEqualTo(before);
        write(root, SamplePolicy.contents());
        assertThat(source.read().version()).isEqualTo(before);
    }

    @Test
    void followsTheLinksOfAMountedConfigMapThroughASwap() throws IOException {
        write(root.resolve("..2026_11_20"), Map.of("policy.yml", "old", "workspaces/acme.yml", "old"));
        write(root.resolve("..2026_11_21"), Map.of("policy.yml", "new", "workspaces/acme.yml", "new"));
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026_11_20"));
        Files.createSymbolicLink(root.resolve("policy.yml"), Path.of("..data/policy.yml"));
        Files.createSymbolicLink(root.resolve("workspaces"), Path.of("..data/workspaces"));
        Path mount = Files.createSymbolicLink(root.resolve("mount"), root);
        PolicySource source = new FilePolicySource(mount);

        Map<String, String> before = source.read().contents();
        Files.delete(root.resolve("..data"));
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..2026_11_21"));

        assertThat(before).containsEntry("policy.yml", "old").containsEntry("workspaces/acme.yml", "old");
        assertThat(source.read().contents())
                .containsEntry("policy.yml", "new")
                .containsEntry("workspaces/acme.yml", "new");
    }

    @Test
    void readsAsDeepAsTheManifestMayPoint() throws IOException {
        String deep = "workspaces/emea/de/berlin/legal/acme.yml";
        Map<String, String> contents = SamplePolicy.edited("policy.yml", "workspaces/acme.yml", deep);
        contents.put(deep, Objects.requireNonNull(contents.remove("workspaces/acme.yml")));
        write(root, contents);

        PolicyFiles files = new FilePolicySource(root).read();

        assertThat(PolicyCompiler.compile(files).workspaces()).containsOnlyKeys("acme", "globex");
    }

    @Test
    void findsAMisplacedFileHoweverDeepItLies() throws IOException {
        write(root, SamplePolicy.contents());
        write(root, Map.of("a/b/c/d/e/f/g/lost.yml", "a: 1"));

        PolicyFiles files = new FilePolicySource(root).read();

        assertThatThrownBy(() -> PolicyCompiler.compile(files))
                .hasMessageContaining("a/b/c/d/e/f/g/lost.yml: unknown file");
    }

    @Test
    void readsEachFileOfACircleOfLinksOnce() throws IOException {
        write(root, Map.of("policy.yml", "a", "workspaces/acme.yml", "b"));
        Files.createSymbolicLink(root.resolve("workspaces/up"), root);
        Files.createSymbolicLink(root.resolve("self"), Path.of("."));

        PolicyFiles files = new FilePolicySource(root).read();

        assertThat(files.contents()).containsOnlyKeys("policy.yml", "workspaces/acme.yml");
    }

    @Test
    void skipsWhatStartsWithADotButNotARootThatDoes() throws IOException {
        Path hidden = root.resolve(".byok");
        write(hidden, Map.of("policy.yml", "a", ".git/b.yml", "b", "workspaces/.c.yml", "c"));

        assertThat(new FilePolicySource(hidden).read().contents()).containsOnlyKeys("policy.yml");
    }

    @Test
    void failsAtALinkThatLeadsNowhere() throws IOException {
        Files.createSymbolicLink(root.resolve("policy.yml"), Path.of("absent"));

        assertThatThrownBy(new FilePolicySource(root)::read).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void failsAtAnUnreasonableNumberOfDirectories() throws IOException {
        for (int i = 0; i < 2_000; i++) {
            Files.createDirectory(root.resolve("d" + i));
        }

        assertThatThrownBy(new FilePolicySource(root)::read).hasMessage("more than 2000 directories below " + root);
    }

    @Test
    void failsWhereThereIsNoDirectory() {
        PolicySource source = new FilePolicySource(root.resolve("absent"));

        assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessageContaining("absent");
    }

    @Test
    void failsAtAFileThatIsNoText() throws IOException {
        Files.write(root.resolve("policy.yml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertThatThrownBy(new FilePolicySource(root)::read).hasMessage("policy.yml is not UTF-8");
    }

    @Test
    void failsAtAFileOfUnreasonableSize() throws IOException {
        Files.write(root.resolve("policy.yml"), new byte[(4 << 20) + 1]);

        assertThatThrownBy(new FilePolicySource(root)::read).hasMessage("policy.yml is larger than 4194304 bytes");
    }

    @Test
    void isFoundByItsLocation() {
        assertThat(PolicySources.of("file:" + root).description()).isEqualTo("file:" + root);
        assertThat(PolicySources.of("file://" + root).description()).isEqualTo("file:" + root);
    }

    @Test
    void otherLocationsAreRefused() {
        assertThatThrownBy(() -> PolicySources.of("classpath:byok"))
                .hasMessage(
                        "policy location classpath:byok: not supported by this version (use file:<directory> or configserver:<url>)");
        assertThatThrownBy(() -> PolicySources.of("/etc/byok"))
                .hasMessage("policy location /etc/byok: expected file:<directory> or configserver:<url>");
        assertThatThrownBy(() -> PolicySources.of("file: "))
                .hasMessage("policy location file: : expected file:<directory> or configserver:<url>");
    }

    private static void write(Path root, Map<String, String> contents) throws IOException {
        for (Map.Entry<String, String> file : contents.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }
}
