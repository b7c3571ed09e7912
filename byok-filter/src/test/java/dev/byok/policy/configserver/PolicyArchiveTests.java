package dev.byok.policy.configserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyArchiveTests {

    private static final String COMMIT = Zips.COMMIT;

    @Test
    void holdsTheFilesOfTheCommitUnderItsShortName() throws IOException {
        Map<String, String> texts = Map.of(
                "policy.yml",
                "policy: 1",
                "workspaces/acme.yml",
                "workspace: äcme",
                "scenarios/a.yml",
                "scenarios: []");
        byte[] zip = Zips.of(COMMIT, texts);

        PolicyFiles files = PolicyArchive.read(zip, COMMIT);

        assertThat(files.version()).isEqualTo("0123456789ab");
        assertThat(files.contents()).containsExactlyInAnyOrderEntriesOf(texts);
    }

    @Test
    void leavesOutWhatAFolderWouldLeaveOut() throws IOException {
        byte[] zip = Zips.of(
                COMMIT,
                Map.of("policy.yaml", "", "README.md", "", ".hidden.yml", "", ".github/ci.yml", "", "a/.b/c.yml", ""));

        assertThat(PolicyArchive.read(zip, COMMIT).contents()).containsOnlyKeys("policy.yaml");
    }

    @Test
    void isRefusedWhereverItIsCutOff() {
        byte[] zip = Zips.of(COMMIT, Map.of("policy.yml", "policy: 1", "models.yml", "models: {}"));

        for (int length = 0; length < zip.length; length++) {
            byte[] cut = Arrays.copyOf(zip, length);
            assertThatIOException().as("%d bytes", length).isThrownBy(() -> PolicyArchive.read(cut, COMMIT));
        }
    }

    @Test
    void isRefusedWithAPieceMissingFromItsMiddle() {
        byte[] two = Zips.of(COMMIT, Map.of("a.yml", "a: 1", "b.yml", "b: 1"));
        int second = indexOf(two, "b.yml") - 30;
        byte[] end = Arrays.copyOfRange(two, two.length - 62, two.length);
        byte[] joined = Arrays.copyOf(two, second + end.length);
        System.arraycopy(end, 0, joined, second, end.length);

        assertThatIOException()
                .isThrownBy(() -> PolicyArchive.read(joined, COMMIT))
                .withMessageContaining("not whole");
    }

    @Test
    void isRefusedWhereItIsAnotherCommits() {
        byte[] zip = Zips.of(Zips.NEXT_COMMIT, Map.of("policy.yml", "policy: 1"));

        assertThatIOException()
                .isThrownBy(() -> PolicyArchive.read(zip, COMMIT))
                .withMessage("the archive is not that of commit " + COMMIT + ", or not whole");
    }

    @Test
    void isRefusedWithABitOfAFileChanged() {
        byte[] zip = Zips.of(COMMIT, Map.of("policy.yml", "policy: 1"));
        zip[indexOf(zip, "policy.yml") + "policy.yml".length() + 2] ^= 1;

        assertThatIOException().isThrownBy(() -> PolicyArchive.read(zip, COMMIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../policy.yml", "/etc/policy.yml", "a/../../b.yml", "a//b.yml", "a\\..\\b.yml", "./a.yml"})
    void refusesACommitWithAPathThatLeadsElsewhere(String path) {
        byte[] zip = Zips.of(COMMIT, Map.of("policy.yml", "policy: 1", path, ""));

        assertThatExceptionOfType(PolicyRejectedException.class)
                .isThrownBy(() -> PolicyArchive.read(zip, COMMIT))
                .satisfies(e -> assertThat(e.version()).isEqualTo("0123456789ab"))
                .withMessageContaining("byok: holds a path that leads elsewhere");
    }

    @Test
    void refusesACommitWithAFileThatIsNoText() {
        byte[] zip = Zips.ofBytes(COMMIT, Map.of("policy.yml", new byte[] {(byte) 0xff, (byte) 0xfe, 0}));

        assertThatExceptionOfType(PolicyRejectedException.class)
                .isThrownBy(() -> PolicyArchive.read(zip, COMMIT))
                .withMessageContaining("policy.yml: not UTF-8");
    }

    @Test
    void isRefusedWhereItUnpacksToMoreThanAPolicyMayHold() {
        byte[] huge = Zips.ofBytes(COMMIT, Map.of("policy.yml", new byte[CommitFiles.MAX_FILE_BYTES + 1]));
        Map<String, byte[]> large = new LinkedHashMap<>();
        for (int i = 0; i < 9; i++) {
            large.put("models-" + i + ".yml", new byte[CommitFiles.MAX_FILE_BYTES]);
        }
        Map<String, String> many = new LinkedHashMap<>();
        for (int i = 0; i <= CommitFiles.MAX_FILES; i++) {
            many.put("models-" + i + ".yml", "");
        }

        assertThatIOException()
                .isThrownBy(() -> PolicyArchive.read(huge, COMMIT))
                .withMessageContaining("more than a policy may");
        assertThatIOException()
                .isThrownBy(() -> PolicyArchive.read(Zips.ofBytes(COMMIT, large), COMMIT))
                .withMessageContaining("more than a policy may");
        assertThatExceptionOfType(PolicyRejectedException.class)
                .isThrownBy(() -> PolicyArchive.read(Zips.of(COMMIT, many), COMMIT))
                .withMessageContaining("byok: more than 2000 files");
    }

    /** Returns where a text first stands. */
    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
