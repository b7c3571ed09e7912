package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Tier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpHeaders;

/** What travels in headers, and the operation that a path names. */
class HeadersTests {

    @Test
    void letsOnlyListedHeadersReachAProvider() {
        HttpHeaders sent = new HttpHeaders();
        sent.set("Content-Type", "application/json");
        sent.set("OpenAI-Beta", "x");
        sent.set("Authorization", "Bearer caller");
        sent.set("x-api-key", "caller");
        sent.set("Cookie", "session=1");
        sent.set("X-Forwarded-For", "10.0.0.1");

        HttpHeaders headers = HeaderAllowList.only(HeaderAllowList.TO_PROVIDER, sent);

        assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Type", "openai-beta");
    }

    @Test
    void letsOnlyListedHeadersReachTheCaller() {
        HttpHeaders received = new HttpHeaders();
        received.set("content-type", "text/event-stream");
        received.set("cache-control", "no-cache");
        received.set("set-cookie", "a=b");
        received.set("openai-organization", "org");
        received.set("x-ratelimit-remaining-requests", "1");
        received.set("access-control-allow-origin", "*");

        HttpHeaders headers = HeaderAllowList.only(HeaderAllowList.TO_CALLER, received);

        assertThat(headers.headerNames()).containsExactlyInAnyOrder("Content-Type", "Cache-Control");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "/v1/chat/completions, CHAT_COMPLETIONS",
                "/team/a/v1/chat/completions, CHAT_COMPLETIONS",
                "/chat/completions, CHAT_COMPLETIONS",
                "/v1/completions, COMPLETIONS",
                "/openai/v1/embeddings, EMBEDDINGS",
                "/v1/models, MODELS",
                "/v1/models/gpt, -",
                "/v1/chat/completions/, -",
                "/v1/xembeddings, -",
                "/, -"
            })
    void namesTheOperationByTheEndOfThePathUnderAnyPrefix(String path, @Nullable ApiOperation operation) {
        assertThat(ApiOperation.of(path)).isEqualTo(operation);
    }

    @Test
    void tellsWhoServedTheRequest() {
        ByokExchange call = Calls.failed(
                true,
                List.of(),
                Calls.failure(
                        Calls.attempt("team-key", Tier.PRIORITIZED),
                        Calls.outcome(OutcomeClass.RATE_LIMITED, SubClass.NONE, 429)));
        HttpHeaders headers = new HttpHeaders();

        ReceiptHeaders.write(call, headers, Calls.attempt("team-key", Tier.SHARED));

        assertThat(headers.toSingleValueMap())
                .containsEntry(ReceiptHeaders.GENERATION, call.generation().id())
                .containsEntry(ReceiptHeaders.POLICY, "commit-1")
                .containsEntry(ReceiptHeaders.ATTEMPTS, "1")
                .containsEntry(ReceiptHeaders.PROVIDER, "openai")
                .containsEntry(ReceiptHeaders.MODEL, "openai/gpt")
                .containsEntry(ReceiptHeaders.TIER, "SHARED")
                .containsEntry(ReceiptHeaders.KEY, "team-key");
        assertThat(headers.containsHeader(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS))
                .isFalse();
    }

    @Test
    void namesNoKeyWhereTheWorkspaceDoesNotShowThem() {
        HttpHeaders headers = new HttpHeaders();

        ReceiptHeaders.write(Calls.identified(false), headers, Calls.attempt("team-key", Tier.PRIORITIZED));

        assertThat(headers.containsHeader(ReceiptHeaders.KEY)).isFalse();
    }

    @Test
    void tellsOnlyTheGenerationWhereNothingElseIsKnown() {
        HttpHeaders headers = new HttpHeaders();

        ReceiptHeaders.write(Calls.begun(), headers);

        assertThat(headers.headerNames()).containsExactly(ReceiptHeaders.GENERATION);
    }

    @Test
    void opensTheReceiptToBrowsersBesideWhatTheHostOpens() {
        HttpHeaders headers = new HttpHeaders();
        headers.setAccessControlAllowOrigin("https://app.test");
        headers.setAccessControlExposeHeaders(List.of("x-host"));

        ReceiptHeaders.write(Calls.identified(true), headers);

        assertThat(headers.getAccessControlExposeHeaders())
                .contains("x-host", ReceiptHeaders.GENERATION, ReceiptHeaders.KEY, ReceiptHeaders.UPSTREAM_ID);
    }
}
