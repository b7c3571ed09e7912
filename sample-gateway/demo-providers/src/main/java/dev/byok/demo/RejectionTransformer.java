package dev.byok.demo;

import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/** Refuses the key of a request, naming its ends. */
final class RejectionTransformer implements ResponseDefinitionTransformerV2 {

    static final String NAME = "rejection";

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        return OpenAiErrors.rejected(event.getRequest().getHeader("Authorization"))
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
