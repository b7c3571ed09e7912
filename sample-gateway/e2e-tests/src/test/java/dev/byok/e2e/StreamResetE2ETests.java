package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A provider's connection that is reset after the first real output. */
class StreamResetE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-upstream")
            .prioritized("alpha", "first", "second"));

    @Test
    void endsWithAnErrorEvent() {
        FakeProvider alpha = STAGE.upstream("alpha")
                .on("sk-first", Answers.cutAfter(Answers.role(), Answers.content("half ")))
                .on("sk-second", Answers.ok("never"));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            List<String> events = stream.rest();

            assertThat(events)
                    .startsWith(Answers.role(), Answers.content("half "))
                    .doesNotContain(Answers.DONE);
            assertThat(events.get(events.size() - 1)).contains("\"code\":\"upstream_error\"");
        }
        assertThat(alpha.credentials()).containsExactly("sk-first");
    }

    @Test
    void addsAMissingDoneAfterTheFinishReason() {
        STAGE.upstream("alpha").on("sk-first", Answers.cutAfter(Answers.content("x"), Answers.finish()));

        try (LiveStream stream = STAGE.client().open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.rest()).containsExactly(Answers.content("x"), Answers.finish(), Answers.DONE);
        }
    }
}
