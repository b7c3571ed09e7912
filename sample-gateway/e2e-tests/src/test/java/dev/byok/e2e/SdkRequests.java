package dev.byok.e2e;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.time.Duration;

/** What an application writes that uses the OpenAI SDK. */
final class SdkRequests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SdkRequests() {}

    /** A client as its documentation shows it: only the address and the key are ours. */
    static OpenAIClient client(AcmeGateway gateway) {
        return client(gateway, gateway.key());
    }

    static OpenAIClient client(AcmeGateway gateway, String key) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(gateway.baseUrl())
                .apiKey(key)
                .timeout(PATIENCE)
                .build();
    }

    static ChatCompletionCreateParams chat() {
        return chat(AcmeGateway.CHAT).build();
    }

    static ChatCompletionCreateParams.Builder chat(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("Say hello");
    }
}
