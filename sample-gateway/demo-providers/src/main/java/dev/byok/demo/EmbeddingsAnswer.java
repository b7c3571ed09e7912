package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code embeddings}: unit vectors that depend on the input alone, as numbers or in base64. */
final class EmbeddingsAnswer implements Answer {

    private static final int DEFAULT_DIMENSIONS = 16;
    private static final int MAX_DIMENSIONS = 3072;

    @Override
    public ResponseDefinitionBuilder to(ObjectNode request, DemoKey key) {
        if (!request.has("input")) {
            return OpenAiErrors.missing("input");
        }
        int dimensions = dimensionsOf(request);
        boolean base64 = request.path("encoding_format").asString("float").equals("base64");
        ObjectNode answer = Json.object().put("object", "list");
        ArrayNode data = answer.putArray("data");
        int tokens = 0;
        for (JsonNode input : inputsOf(request.path("input"))) {
            ObjectNode item = Json.object().put("object", "embedding").put("index", data.size());
            float[] vector = vector(input, dimensions);
            if (base64) {
                item.put("embedding", encoded(vector));
            } else {
                ArrayNode numbers = item.putArray("embedding");
                for (float number : vector) {
                    numbers.add(number);
                }
            }
            data.add(item);
            tokens += 1 + input.toString().length() / 4;
        }
        answer.put("model", request.path("model").stringValue());
        answer.putObject("usage").put("prompt_tokens", tokens).put("total_tokens", tokens);
        return okJson(answer.toPrettyString());
    }

    private static int dimensionsOf(ObjectNode request) {
        int wanted = request.path("dimensions").asInt(DEFAULT_DIMENSIONS);
        return Math.min(Math.max(wanted, 1), MAX_DIMENSIONS);
    }

    /** A string or an array of token numbers is one input; any other array holds one input per element. */
    private static List<JsonNode> inputsOf(JsonNode input) {
        boolean many = input.isArray() && !input.isEmpty() && !input.get(0).isNumber();
        return many ? List.copyOf(input.values()) : List.of(input);
    }

    private static float[] vector(JsonNode input, int dimensions) {
        Random random = new Random(input.toString().hashCode());
        double[] numbers = random.doubles(dimensions, -1, 1).toArray();
        double squares = 0;
        for (double number : numbers) {
            squares += number * number;
        }
        float[] unit = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            unit[i] = (float) (numbers[i] / Math.sqrt(squares));
        }
        return unit;
    }

    private static String encoded(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float number : vector) {
            bytes.putFloat(number);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }
}
