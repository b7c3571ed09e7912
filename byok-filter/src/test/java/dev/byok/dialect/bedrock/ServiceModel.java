package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bedrock's own description of its API, as AWS's clients are made of: tells what does not fit a shape of it. */
final class ServiceModel {

    private static final String PATH = "bedrock-runtime-model/botocore/data/bedrock-runtime/2023-09-30/service-2.json";

    private final JsonNode shapes;

    private ServiceModel(JsonNode shapes) {
        this.shapes = shapes;
    }

    /** Reads it below the folder that the environment variable BYOK_CORPUS names. */
    static ServiceModel ofCorpus() throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: Bedrock's service model, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        return new ServiceModel(JsonMapper.builder()
                .build()
                .readTree(Files.readString(Path.of(Objects.requireNonNull(corpus), PATH)))
                .path("shapes"));
    }

    /** Returns what is wrong with a body, each with its place. */
    List<String> flaws(String shape, JsonNode body) {
        List<String> flaws = new ArrayList<>();
        check(shape, body, "$", flaws);
        return flaws;
    }

    private void check(String name, JsonNode value, String at, List<String> flaws) {
        JsonNode shape = shapes.path(name);
        switch (shape.path("type").asString("")) {
            case "structure" -> structure(shape, value, at, flaws);
            case "list" -> {
                if (!value.isArray()) {
                    flaws.add(at + ": no list");
                }
                bounds(shape, value.size(), at, flaws);
                for (int i = 0; i < value.size(); i++) {
                    check(shape.path("member").path("shape").asString(), value.path(i), at + "[" + i + "]", flaws);
                }
            }
            case "map" -> {
                if (!value.isObject()) {
                    flaws.add(at + ": no map");
                }
                bounds(shape, value.size(), at, flaws);
                for (Map.Entry<String, JsonNode> each : value.properties()) {
                    text(shapes.path(shape.path("key").path("shape").asString()), each.getKey(), at, flaws);
                    check(
                            shape.path("value").path("shape").asString(),
                            each.getValue(),
                            at + "." + each.getKey(),
                            flaws);
                }
            }
            case "string" -> {
                if (!value.isString()) {
                    flaws.add(at + ": no text");
                } else {
                    text(shape, value.stringValue(), at, flaws);
                }
            }
            case "integer", "long" -> number(shape, value, value.isIntegralNumber(), at, flaws);
            case "float", "double" -> number(shape, value, value.isNumber(), at, flaws);
            case "boolean" -> {
                if (!value.isBoolean()) {
                    flaws.add(at + ": no flag");
                }
            }
            case "blob" -> blob(shape, value, at, flaws);
            default -> flaws.add(at + ": a shape that is not known: " + name);
        }
    }

    private void structure(JsonNode shape, JsonNode value, String at, List<String> flaws) {
        if (shape.path("document").asBoolean(false)) {
            return;
        }
        if (!value.isObject()) {
            flaws.add(at + ": no object");
            return;
        }
        JsonNode members = shape.path("members");
        for (JsonNode required : shape.path("required")) {
            String name = required.asString();
            boolean inBody = !members.path(name).has("location");
            if (inBody && !value.has(name)) {
                flaws.add(at + ": lacks " + name);
            }
        }
        if (shape.path("union").asBoolean(false) && value.size() != 1) {
            flaws.add(at + ": a union of " + value.size());
        }
        for (Map.Entry<String, JsonNode> each : value.properties()) {
            JsonNode member = members.path(each.getKey());
            if (member.isMissingNode() || member.has("location")) {
                flaws.add(at + ": has no " + each.getKey());
            } else {
                check(member.path("shape").asString(), each.getValue(), at + "." + each.getKey(), flaws);
            }
        }
    }

    private static void text(JsonNode shape, String text, String at, List<String> flaws) {
        bounds(shape, text.length(), at, flaws);
        if (shape.has("pattern")
                && !Pattern.compile(shape.path("pattern").asString())
                        .matcher(text)
                        .matches()) {
            flaws.add(at + ": does not match " + shape.path("pattern").asString());
        }
        if (shape.has("enum")) {
            List<String> allowed = new ArrayList<>();
            shape.path("enum").forEach(each -> allowed.add(each.asString()));
            if (!allowed.contains(text)) {
                flaws.add(at + ": none of " + allowed);
            }
        }
    }

    private static void number(JsonNode shape, JsonNode value, boolean fits, String at, List<String> flaws) {
        if (!fits) {
            flaws.add(at + ": no number of its kind");
        } else if ((shape.has("min") && value.asDouble() < shape.path("min").asDouble())
                || (shape.has("max") && value.asDouble() > shape.path("max").asDouble())) {
            flaws.add(at + ": out of bounds");
        }
    }

    private static void blob(JsonNode shape, JsonNode value, String at, List<String> flaws) {
        try {
            bounds(shape, Base64.getDecoder().decode(value.asString()).length, at, flaws);
        } catch (IllegalArgumentException e) {
            flaws.add(at + ": no base64");
        }
    }

    private static void bounds(JsonNode shape, int size, String at, List<String> flaws) {
        if ((shape.has("min") && size < shape.path("min").asInt())
                || (shape.has("max") && size > shape.path("max").asInt())) {
            flaws.add(at + ": a size of " + size);
        }
    }
}
