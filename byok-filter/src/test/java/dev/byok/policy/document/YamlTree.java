package dev.byok.policy.document;

import java.io.StringReader;
import java.math.BigDecimal;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** YAML as an editor's validator sees it: dates are text there, everything else is what the policy's readers take it for. */
final class YamlTree {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private YamlTree() {}

    static JsonNode of(String yaml) {
        Node root = new Yaml().compose(new StringReader(yaml));
        return root == null ? JSON.nullNode() : of(root);
    }

    private static JsonNode of(Node node) {
        if (node instanceof MappingNode mapping) {
            ObjectNode object = JSON.objectNode();
            mapping.getValue()
                    .forEach(tuple ->
                            object.set(((ScalarNode) tuple.getKeyNode()).getValue(), of(tuple.getValueNode())));
            return object;
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JSON.arrayNode();
            sequence.getValue().forEach(item -> array.add(of(item)));
            return array;
        }
        return scalar((ScalarNode) node);
    }

    private static JsonNode scalar(ScalarNode node) {
        Tag tag = node.getTag();
        if (Tag.NULL.equals(tag)) {
            return JSON.nullNode();
        }
        if (Tag.BOOL.equals(tag)) {
            return JSON.booleanNode(node.getValue().equals("true"));
        }
        if (Tag.INT.equals(tag)) {
            return JSON.numberNode(Long.parseLong(node.getValue()));
        }
        return Tag.FLOAT.equals(tag)
                ? JSON.numberNode(new BigDecimal(node.getValue()))
                : JSON.stringNode(node.getValue());
    }
}
