package dev.byok.demo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import tools.jackson.databind.node.ObjectNode;

/** Lets an {@link Answer} speak for the stubs that name it. */
final class AnswerTransformer implements ResponseDefinitionTransformerV2 {

    private final String name;
    private final Answer answer;

    AnswerTransformer(String name, Answer answer) {
        this.name = name;
        this.answer = answer;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        return respond(event.getRequest()).build();
    }

    private ResponseDefinitionBuilder respond(Request request) {
        String authorization = request.getHeader("Authorization");
        DemoKey key = DemoKey.in(authorization);
        if (key == null) {
            return OpenAiErrors.rejected(authorization);
        }
        ObjectNode body = Json.parseObject(request.getBody());
        if (body == null) {
            return OpenAiErrors.notJson();
        }
        if (!body.path("model").isString()) {
            return OpenAiErrors.missing("model");
        }
        return sent(answer.to(body, key), key);
    }

    /** Returns an answer at the key's pace, with the headers of all answers. */
    static ResponseDefinitionBuilder sent(ResponseDefinitionBuilder answer, DemoKey key) {
        return answer.withFixedDelay((int) key.behaviour().delay().toMillis())
                .withHeader("x-request-id", "req_" + Ids.next())
                .withHeader("openai-version", "2020-10-01")
                .withHeader("openai-organization", "org-demo")
                .withHeader("x-ratelimit-limit-requests", "5000")
                .withHeader("x-ratelimit-remaining-requests", "4999")
                .withHeader("x-ratelimit-reset-requests", "12ms");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }
}
