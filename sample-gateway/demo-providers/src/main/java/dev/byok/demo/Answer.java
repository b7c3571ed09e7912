package dev.byok.demo;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import tools.jackson.databind.node.ObjectNode;

/** What one endpoint of the API says to a request whose key is good. */
interface Answer {

    /**
     * Returns the answer.
     *
     * @param request the body, with a {@code model}
     * @param key whose pace the answer keeps
     */
    ResponseDefinitionBuilder to(ObjectNode request, DemoKey key);
}
