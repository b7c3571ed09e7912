package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Puts the pieces of a stream's {@code thinking_blocks} together as clients do: by index, text to text. */
public final class MergedThoughts {

    private final Map<Integer, ObjectNode> blocks = new TreeMap<>();

    /** Takes the pieces of one delta. */
    public void add(JsonNode pieces) {
        for (JsonNode piece : pieces) {
            assertThat(piece.path("index").isIntegralNumber()).isTrue();
            ObjectNode block =
                    blocks.computeIfAbsent(piece.path("index").asInt(), index -> JsonNodeFactory.instance.objectNode());
            piece.properties().forEach(member -> {
                String name = member.getKey();
                String said = member.getValue().asString("");
                if (!name.equals("index")) {
                    block.put(
                            name, name.equals("type") ? said : block.path(name).asString("") + said);
                }
            });
        }
    }

    /** Returns the thoughts as they go back. */
    public List<String> blocks() {
        List<String> said = new ArrayList<>();
        blocks.values().forEach(block -> said.add(block.toString()));
        return said;
    }
}
