package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.BEDROCK;
import static dev.byok.provider.ProviderPreset.BEDROCK_MANTLE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bedrock's errors, whose names stand in a header, in the body, or as a stream's exception. */
class OutcomeAtBedrockTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|ThrottlingException|Too many tokens per day, please wait before trying again.|quota_exhausted.model_limit",
                "429|ModelNotReadyException|The model is not ready|overloaded",
                "429|ThrottlingException|Too many tokens, please wait before trying again.|rate_limited.model_limit",
                "429|ThrottlingException|Too many requests, please wait before trying again.|rate_limited.model_limit",
                "400|ServiceQuotaExceededException|Your request exceeds the service quota|rate_limited",
                "400|ValidationException|Input is too long for requested model.|context_length",
                "400|ValidationException|too many total text bytes: 26214401 > 26214400|context_length",
                "400|ValidationException|The maximum context length is 8192 tokens|context_length",
                "400|ValidationException|400 Bad Request: Too many input tokens. Max input tokens: 8192, request input token count: 9279|context_length",
                "400|ValidationException|Input Tokens Exceeded: Number of input tokens exceeds maximum length|context_length",
                "400|ValidationException|The input exceeds the context window of this model|context_length",
                "400|ValidationException|The provided model identifier is invalid.|permission.model_not_found",
                "400|ValidationException|Invocation of model ID anthropic.claude-opus-4-6-v1 with on-demand throughput isn’t supported. Retry with an inference profile.|permission.model_not_found",
                "400|ValidationException|The provided model doesn't support counting tokens.|permission.model_not_found",
                "400|ValidationException|messages: bad|invalid_request",
                "403|ExpiredTokenException|The security token included in the request is expired|credential_rejected",
                "403|UnrecognizedClientException|The security token included in the request is invalid.|credential_rejected",
                "403|InvalidSignatureException|The request signature we calculated does not match|credential_rejected",
                "403|AccessDeniedException|Authentication failed: Please make sure your API Key is valid.|credential_rejected",
                "403|AccessDeniedException|Bearer Token has expired|credential_rejected",
                "403|AccessDeniedException|You don't have access to the model with the specified model ID.|permission",
                "403|MPAgreementBeingCreated|An agreement is being created|overloaded",
                "404|ResourceNotFoundException|Could not resolve the foundation model|permission.model_not_found",
                "408|ModelTimeoutException|The model took too long|overloaded.timeout",
                "424|ModelErrorException|The model said no|overloaded.server_error",
                "424|ModelStreamErrorException|The stream broke|overloaded.server_error",
                "500|InternalServerException|oops|overloaded.server_error",
                "503|ServiceUnavailableException|later|overloaded.server_error",
                "529|-|overloaded|overloaded"
            })
    void classifiesByItsOwnRows(int status, String type, String message, String expected) {
        Map<String, String> header = Map.of("x-amzn-errortype", type + ":http://internal.amazon.com/coral/x/");
        Outcome byHeader = CLASSIFIER.classify(BEDROCK, status, header::get, utf8("{\"message\":\"" + message + "\"}"));
        Outcome byBody = CLASSIFIER.classify(
                BEDROCK,
                status,
                HeaderLookup.NONE,
                utf8("{\"__type\":\"com.amazon.x#" + type + "\",\"Message\":\"" + message + "\"}"));

        assertThat(byHeader.text()).isEqualTo(expected);
        assertThat(byHeader.error().message()).isEqualTo(message);
        assertThat(byBody.text()).isEqualTo(expected);
        assertThat(byBody.error().message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throttlingException|Too many requests|rate_limited.model_limit",
                "throttlingException|Too many tokens per day|quota_exhausted.model_limit",
                "validationException|Input is too long for requested model.|context_length",
                "validationException|bad|invalid_request",
                "internalServerException|oops|overloaded.server_error",
                "modelStreamErrorException|oops|overloaded.server_error",
                "modelTimeoutException|slow|overloaded.timeout",
                "serviceUnavailableException|later|overloaded.server_error",
                "somethingNew|oops|overloaded.in_band"
            })
    void classifiesWhatAStreamEndsWithByItsName(String type, String message, String expected) {
        Outcome outcome = CLASSIFIER.classifyInBand(
                BEDROCK, utf8("{\"__type\":\"" + type + "\",\"message\":\"" + message + "\"}"));

        assertThat(outcome.text()).isEqualTo(expected);
    }

    @Test
    void itsOtherHostSpeaksBothWays() {
        Map<String, String> header = Map.of("x-amzn-errortype", "ExpiredTokenException");

        assertThat(CLASSIFIER
                        .classify(BEDROCK_MANTLE, 403, header::get, utf8("{\"message\":\"expired\"}"))
                        .text())
                .isEqualTo("credential_rejected");
        assertThat(CLASSIFIER
                        .classify(
                                BEDROCK_MANTLE,
                                404,
                                HeaderLookup.NONE,
                                utf8(
                                        "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: x\"}}"))
                        .text())
                .isEqualTo("permission.model_not_found");
        assertThat(CLASSIFIER
                        .classify(
                                BEDROCK_MANTLE,
                                429,
                                HeaderLookup.NONE,
                                utf8(
                                        "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow down\"}}"))
                        .text())
                .isEqualTo("rate_limited");
    }
}
