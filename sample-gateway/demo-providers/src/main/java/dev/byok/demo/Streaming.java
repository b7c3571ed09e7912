package dev.byok.demo;

import tools.jackson.databind.node.ObjectNode;

/** What a request says about streaming. */
final class Streaming {

    private Streaming() {}

    static boolean wanted(ObjectNode request) {
        return request.path("stream").asBoolean(false);
    }

    static boolean usageWanted(ObjectNode request) {
        return request.path("stream_options").path("include_usage").asBoolean(false);
    }
}
