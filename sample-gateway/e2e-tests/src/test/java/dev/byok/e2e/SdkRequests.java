package dev.byok.e2e;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.StructuredChatCompletion;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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

    /** Lets a model answer by a schema, and reads it as the class. */
    static Forecast forecast(OpenAIClient client, String model, boolean stream) {
        ChatCompletionCreateParams request = chat(model)
                .responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("forecast")
                                .strict(true)
                                .schema(JsonValue.from(Forecast.SCHEMA)
                                        .convert(ResponseFormatJsonSchema.JsonSchema.Schema.class))
                                .build())
                        .build())
                .build();
        StructuredChatCompletion<Forecast> answer =
                new StructuredChatCompletion<>(Forecast.class, answer(client, request, stream));
        return answer.choices().get(0).message().content().orElseThrow();
    }

    /** Lets a model call, tells it 21 and 18 degrees, and returns what it says to that. */
    static String compare(OpenAIClient client, String model, boolean stream) {
        ChatCompletionCreateParams asked = ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage(AnyUpstream.QUESTION)
                .addFunctionTool(FunctionDefinition.builder()
                        .name("get_weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build())
                .build();
        ChatCompletionMessage message =
                answer(client, asked, stream).choices().get(0).message();
        List<ChatCompletionMessageFunctionToolCall> calls = message.toolCalls().orElseThrow().stream()
                .map(call -> call.asFunction())
                .toList();
        ChatCompletionCreateParams.Builder again = asked.toBuilder().addMessage(message);
        for (int i = 0; i < calls.size(); i++) {
            again.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(calls.get(i).id())
                    .content(i == 0 ? "21" : "18")
                    .build());
        }
        return answer(client, again.build(), stream)
                .choices()
                .get(0)
                .message()
                .content()
                .orElseThrow();
    }

    private static ChatCompletion answer(OpenAIClient client, ChatCompletionCreateParams request, boolean stream) {
        if (!stream) {
            return client.chat().completions().create(request).validate();
        }
        ChatCompletionAccumulator accumulator = ChatCompletionAccumulator.create();
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(request)) {
            answer.stream().forEach(chunk -> accumulator.accumulate(chunk.validate()));
        }
        return accumulator.chatCompletion().validate();
    }
}
