package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists models to a key that is good, as {@code GET models} does. */
final class ModelsTransformer implements ResponseDefinitionTransformerV2 {

    static final String NAME = "models";

    /** Those of the example's policy, and of the model that its README adds; the demo answers to any other name too. */
    private static final List<String> MODELS =
            List.of("demo-chat", "demo-large", "demo-small", "demo-tiny", "demo-embedding");

    private static final long CREATED = 1_767_225_600;

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        String authorization = event.getRequest().getHeader("Authorization");
        DemoKey key = DemoKey.in(authorization);
        return key == null
                ? OpenAiErrors.rejected(authorization).build()
                : AnswerTransformer.sent(okJson(list().toPrettyString()), key).build();
    }

    private static ObjectNode list() {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        MODELS.forEach(model -> data.addObject()
                .put("id", model)
                .put("object", "model")
                .put("created", CREATED)
                .put("owned_by", "demo"));
        return list;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }
}
