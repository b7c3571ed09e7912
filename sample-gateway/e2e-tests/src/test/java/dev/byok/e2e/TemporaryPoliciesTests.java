package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryPoliciesTests {

    @Test
    void areGoneWithAllThatIsInThemAtTheEndOfTheClass() throws IOException {
        PolicyDirectory policy = LlmSide.create();
        Path folder = policy.secrets().getParent();
        assertThat(folder).isDirectoryContaining("glob:**/byok").isDirectoryContaining("glob:**/secrets");

        TemporaryPolicies.deleteAll();

        assertThat(folder).doesNotExist();
    }
}
