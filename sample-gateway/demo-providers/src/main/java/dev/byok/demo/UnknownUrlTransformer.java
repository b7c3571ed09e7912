package dev.byok.demo;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** Refuses what no endpoint of the demo serves. */
final class UnknownUrlTransformer implements ResponseDefinitionTransformerV2 {

    static final String NAME = "unknown-url";

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        return OpenAiErrors.unknownUrl(request.getMethod().getName(), request.getUrl())
                .build();
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
