package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.PermissionDeniedException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the OpenAI SDK makes of our errors, and that it does not repeat what is pointless. */
@ExtendWith(LeakWatch.class)
class OpenAiSdkErrorsE2ETests {

    private static final String INVALID =
            "{\"error\":{\"message\":\"'temperature' is above 2\",\"type\":\"invalid_request_error\",\"param\":\"temperature\",\"code\":\"decimal_above_max_value\"}}";

    private static AcmeGateway gateway;
    private static OpenAIClient client;

    @BeforeAll
    static void start() {
        gateway = AcmeGateway.start();
        client = SdkRequests.client(gateway);
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.provider().forget();
    }

    @Test
    void anUnknownGatewayKeyIsUnauthorized() {
        OpenAIClient stranger = SdkRequests.client(gateway, PolicyDirectory.gatewayKey());

        try {
            UnauthorizedException thrown = thrown(UnauthorizedException.class, stranger, SdkRequests.chat());

            assertThat(thrown.code()).contains("invalid_api_key");
            assertThat(gateway.provider().calls()).isEmpty();
        } finally {
            stranger.close();
        }
    }

    @Test
    void anUnknownModelIsNotFound() {
        NotFoundException thrown =
                thrown(NotFoundException.class, SdkRequests.chat("openai/none").build());

        assertThat(thrown.code()).contains("model_not_found");
        assertThat(thrown.param()).contains("model");
        assertThat(gateway.provider().calls()).isEmpty();
    }

    @Test
    void aFieldThatWeRefuseIsABadRequest() {
        BadRequestException thrown = thrown(
                BadRequestException.class,
                SdkRequests.chat(AcmeGateway.CHAT)
                        .putAdditionalBodyProperty("route", JsonValue.from("anywhere"))
                        .build());

        assertThat(thrown.code()).contains("invalid_body");
        assertThat(gateway.provider().calls()).isEmpty();
    }

    @Test
    void whatTheProviderFindsWrongIsABadRequestInItsWords() {
        gateway.answer(Answers.status(400, INVALID));

        BadRequestException thrown = thrown(BadRequestException.class, SdkRequests.chat());

        assertThat(thrown).hasMessageContaining("'temperature' is above 2");
        assertThat(thrown.code()).contains("decimal_above_max_value");
        assertThat(thrown.param()).contains("temperature");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first");
    }

    @Test
    void whatTheProviderCannotProcessIsUnprocessable() {
        gateway.answer(Answers.status(422, INVALID));

        UnprocessableEntityException thrown = thrown(UnprocessableEntityException.class, SdkRequests.chat());

        assertThat(thrown.code()).contains("decimal_above_max_value");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first");
    }

    @Test
    void strictnessThatLeavesNoRouteIsPermissionDenied() {
        PermissionDeniedException thrown = thrown(
                PermissionDeniedException.class,
                SdkRequests.chat(AcmeGateway.SHARED)
                        .putAdditionalHeader("x-byok-strict", "own-keys")
                        .build());

        assertThat(thrown.code()).contains("no_eligible_route");
        assertThat(gateway.provider().calls()).isEmpty();
    }

    @Test
    void aRateLimitOfEveryKeyIsARateLimit() {
        gateway.answer(Answers.rateLimited(7));

        RateLimitException thrown = thrown(RateLimitException.class, withoutRetries(), SdkRequests.chat());

        assertThat(thrown.code()).contains("rate_limit_exceeded");
        assertThat(thrown.headers().values("retry-after")).containsExactly("7");
        assertThat(thrown.headers().values("x-should-retry")).isEmpty();
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void repeatsByItselfWhereWeSayWhenToComeBack() {
        gateway.answer(SdkAnswers.inTurn(Answers.rateLimited(1), Answers.rateLimited(1), Answers.ok("hello")));

        ChatCompletion answer = client.chat().completions().create(SdkRequests.chat());

        assertThat(answer.choices().get(0).message().content()).contains("hello");
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second", "sk-first");
    }

    @Test
    void doesNotRepeatWhenEveryKeyWasRejected() {
        gateway.answer(Answers.rejected());

        InternalServerException thrown = thrown(InternalServerException.class, SdkRequests.chat());

        assertThat(thrown.statusCode()).isEqualTo(502);
        assertThat(thrown.code()).contains("upstream_credentials");
        assertPlanTriedOnce(thrown);
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void doesNotRepeatAPlanThatIsUsedUp() {
        gateway.answer(Answers.failing());

        InternalServerException thrown = thrown(InternalServerException.class, SdkRequests.chat());

        assertThat(thrown.statusCode()).isEqualTo(502);
        assertThat(thrown.code()).contains("upstream_error");
        assertPlanTriedOnce(thrown);
    }

    @Test
    void doesNotRepeatAStreamWhosePlanIsUsedUp() {
        gateway.answer(Answers.reset());

        InternalServerException thrown = catchThrowableOfType(
                InternalServerException.class, () -> client.chat().completions().createStreaming(SdkRequests.chat()));

        assertThat(thrown.statusCode()).isEqualTo(502);
        assertPlanTriedOnce(thrown);
    }

    @Test
    void doesNotRepeatWhenTheQuotaIsUsedUp() {
        gateway.answer(Answers.status(429, Answers.NO_QUOTA));

        RateLimitException thrown = thrown(RateLimitException.class, SdkRequests.chat());

        assertThat(thrown.code()).contains("insufficient_quota");
        assertPlanTriedOnce(thrown);
        assertThat(gateway.provider().credentials()).containsExactly("sk-first", "sk-second");
    }

    @Test
    void doesNotRepeatAConflictThatTheProviderReports() {
        gateway.answer(Answers.status(409, INVALID));

        UnexpectedStatusCodeException thrown = thrown(UnexpectedStatusCodeException.class, SdkRequests.chat());

        assertThat(thrown.statusCode()).isEqualTo(409);
        assertPlanTriedOnce(thrown);
    }

    /** The gateway's own count of attempts is all that the provider has seen, so the SDK asked once. */
    private static void assertPlanTriedOnce(OpenAIServiceException thrown) {
        assertThat(thrown.headers().values("x-should-retry")).containsExactly("false");
        assertThat(thrown.headers().values("x-byok-attempts"))
                .containsExactly(String.valueOf(gateway.provider().calls().size()));
    }

    private static OpenAIClient withoutRetries() {
        return client.withOptions(options -> options.maxRetries(0));
    }

    private static <T extends OpenAIServiceException> T thrown(Class<T> type, ChatCompletionCreateParams request) {
        return thrown(type, client, request);
    }

    private static <T extends OpenAIServiceException> T thrown(
            Class<T> type, OpenAIClient client, ChatCompletionCreateParams request) {
        T thrown = catchThrowableOfType(type, () -> client.chat().completions().create(request));
        assertThat(thrown.headers().values("x-byok-generation-id")).hasSize(1);
        return thrown;
    }
}
