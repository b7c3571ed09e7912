package dev.byok.policy.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place of a policy, and what the schema says of it.
 *
 * @param policy the files as trees
 * @param steps names and indexes from the file's root
 * @param pointer where the schema says it, as in {@code models.json#/definitions/model}
 * @param schema what it says, references followed
 */
record SchemaSpot(
        Map<String, JsonNode> policy,
        String file,
        List<Object> steps,
        String pointer,
        JsonNode schema,
        JsonNode value) {

    /** Returns every place of a policy that its schemas know. */
    static List<SchemaSpot> all(Map<String, JsonNode> policy) {
        List<SchemaSpot> spots = new ArrayList<>();
        policy.forEach((file, root) -> {
            PolicySchema schema = SchemaNodes.ofFile(file);
            new Walk(policy, file, schema, spots)
                    .at(List.of(), schema.fileName() + "#", SchemaNodes.root(schema), root);
        });
        return spots;
    }

    private record Walk(Map<String, JsonNode> policy, String file, PolicySchema kind, List<SchemaSpot> spots) {

        void at(List<Object> steps, String pointer, JsonNode written, JsonNode value) {
            String reference = written.path("$ref").asString("");
            String resolvedPointer = reference.isEmpty() ? pointer : kind.fileName() + reference;
            JsonNode schema =
                    reference.isEmpty() ? written : SchemaNodes.root(kind).at(reference.substring(1));
            spots.add(new SchemaSpot(policy, file, steps, pointer, schema, value));
            if (value.isObject()) {
                value.properties().forEach(field -> {
                    JsonNode known = schema.path("properties").path(field.getKey());
                    boolean named = !known.isMissingNode();
                    at(
                            plus(steps, field.getKey()),
                            resolvedPointer + (named ? "/properties/" + field.getKey() : "/additionalProperties"),
                            named ? known : schema.path("additionalProperties"),
                            field.getValue());
                });
            }
            for (int i = 0; value.isArray() && i < value.size(); i++) {
                at(plus(steps, i), resolvedPointer + "/items", schema.path("items"), value.get(i));
            }
        }

        private static List<Object> plus(List<Object> steps, Object step) {
            List<Object> longer = new ArrayList<>(steps);
            longer.add(step);
            return longer;
        }
    }

    /** Returns the place as the compiler names it. */
    String path() {
        Place place = Place.of(file, 1);
        for (Object step : steps) {
            place = step instanceof Integer index ? place.item(index, 1) : place.field((String) step, 1);
        }
        return place.path();
    }

    boolean isOf(String type) {
        return schema.path("type").asString("").equals(type);
    }

    /** Returns whether its fields are named by the policy. */
    boolean hasNames() {
        return schema.path("additionalProperties").isObject();
    }

    /** Returns the policy with something else here. */
    Map<String, JsonNode> with(JsonNode replacement) {
        return edited(replacement, false);
    }

    /** Returns the policy without what is here. */
    Map<String, JsonNode> without() {
        return edited(JsonNodeFactory.instance.nullNode(), true);
    }

    /** Returns the policy with one more field in this object. */
    Map<String, JsonNode> withField(String name, JsonNode field) {
        ObjectNode object = (ObjectNode) value.deepCopy();
        object.set(name, field);
        return with(object);
    }

    /** Returns the policy with this object's first field under another name. */
    Map<String, JsonNode> withFirstRenamed(String name) {
        ObjectNode object = (ObjectNode) value.deepCopy();
        String first = object.propertyNames().iterator().next();
        JsonNode moved = object.remove(first);
        object.set(name, moved);
        return with(object);
    }

    private Map<String, JsonNode> edited(JsonNode replacement, boolean remove) {
        Map<String, JsonNode> copy = new TreeMap<>(policy);
        if (steps.isEmpty()) {
            copy.put(file, replacement);
            return copy;
        }
        JsonNode root =
                policy.getOrDefault(file, JsonNodeFactory.instance.nullNode()).deepCopy();
        JsonNode parent = root;
        for (Object step : steps.subList(0, steps.size() - 1)) {
            parent = step instanceof Integer index ? parent.get(index) : parent.get((String) step);
        }
        Object last = steps.get(steps.size() - 1);
        if (parent instanceof ArrayNode array && last instanceof Integer index) {
            if (remove) {
                array.remove(index);
            } else {
                array.set(index, replacement);
            }
        } else if (parent instanceof ObjectNode object && last instanceof String name) {
            if (remove) {
                object.remove(name);
            } else {
                object.set(name, replacement);
            }
        }
        copy.put(file, root);
        return copy;
    }
}
