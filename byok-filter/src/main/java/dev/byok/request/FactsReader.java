package dev.byok.request;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one body while a cursor walks over it. */
final class FactsReader {

    private static final int MAX_MODELS = 32;

    private final JsonCursor json;
    private final EnumSet<Field> seen = EnumSet.noneOf(Field.class);
    private @Nullable String model;
    private @Nullable Span modelAt;
    private @Nullable List<String> models;
    private @Nullable Span modelsAt;
    private boolean stream;
    private boolean reasoning;
    private @Nullable Integer maxTokens;
    private int choices = 1;
    private UsageOption usage = UsageOption.ABSENT;
    private Span usageAt = new Span(0, 0);

    FactsReader(JsonCursor json) {
        this.json = json;
    }

    BodyFacts read() {
        if (json.peek() != '{') {
            throw new InvalidBodyException("the body must be a JSON object");
        }
        json.enterObject();
        usageAt = new Span(json.offset(), json.offset());
        members();
        json.end();
        if (model == null || modelAt == null) {
            throw new InvalidBodyException("'model' is missing");
        }
        BodyFacts.Marks marks = new BodyFacts.Marks(modelAt, modelsAt, usage, usageAt);
        boolean includeUsage = usage == UsageOption.TRUE;
        return new BodyFacts(
                model,
                models,
                ProviderPreferences.NONE,
                null,
                stream,
                includeUsage,
                reasoning,
                maxTokens,
                choices,
                json.length(),
                marks);
    }

    private void members() {
        boolean first = true;
        boolean firstIsModels = false;
        while (json.nextMember()) {
            if (firstIsModels && modelsAt != null) {
                modelsAt = new Span(modelsAt.from(), json.separator() + 1);
                firstIsModels = false;
            }
            Field field = Field.at(json);
            if (field == null && json.textIs("n")) {
                choices();
            } else if (field == null) {
                json.skipValue();
            } else {
                int memberStart = first ? json.nameStart() : json.separator();
                firstIsModels = first && field == Field.MODELS;
                field(field, memberStart);
            }
            first = false;
        }
    }

    private void field(Field field, int memberStart) {
        if (!seen.add(field)) {
            throw new InvalidBodyException(field.quoted() + " appears twice");
        }
        json.peek();
        int from = json.offset();
        switch (field) {
            case MODEL -> {
                model = text(field, " must be a string", " must not be empty");
                modelAt = new Span(from, json.offset());
            }
            case MODELS -> {
                models = skipNull() ? null : models();
                modelsAt = new Span(memberStart, json.offset());
            }
            case STREAM -> stream = !skipNull() && bool("'stream'");
            case STREAM_OPTIONS -> streamOptions(from);
            case PROVIDER -> emptyProvider();
            case ROUTE -> fallbackRoute();
            case MAX_TOKENS, MAX_COMPLETION_TOKENS -> maxTokens();
            case REASONING -> reasoning();
            case REASONING_EFFORT -> reasoningEffort();
        }
    }

    private List<String> models() {
        String expected = " must be a list of strings";
        if (json.peek() != '[') {
            throw new InvalidBodyException("'models'" + expected);
        }
        List<String> names = new ArrayList<>(4);
        json.enterArray();
        while (json.nextElement()) {
            if (names.size() == MAX_MODELS) {
                throw new InvalidBodyException("'models' has more than " + MAX_MODELS + " entries");
            }
            names.add(text(Field.MODELS, expected, " must not hold an empty string"));
        }
        return names;
    }

    private void streamOptions(int from) {
        if (skipNull()) {
            usage = UsageOption.NULL;
            usageAt = new Span(from, json.offset());
            return;
        }
        if (json.peek() != '{') {
            throw new InvalidBodyException("'stream_options' must be an object");
        }
        json.enterObject();
        usage = UsageOption.EMPTY;
        usageAt = new Span(json.offset(), json.offset());
        while (json.nextMember()) {
            if (json.textIs("include_usage")) {
                includeUsage();
            } else {
                usage = usage == UsageOption.EMPTY ? UsageOption.OTHERS : usage;
                json.skipValue();
            }
        }
    }

    private void includeUsage() {
        if (usage == UsageOption.TRUE || usage == UsageOption.FALSE) {
            throw new InvalidBodyException("'stream_options.include_usage' appears twice");
        }
        json.peek();
        int from = json.offset();
        usage = bool("'stream_options.include_usage'") ? UsageOption.TRUE : UsageOption.FALSE;
        usageAt = new Span(from, json.offset());
    }

    /** Any content would steer routing, in ways that this version does not follow. */
    private void emptyProvider() {
        if (skipNull()) {
            return;
        }
        boolean object = json.peek() == '{';
        if (object) {
            json.enterObject();
        }
        if (!object || json.nextMember()) {
            throw unsupported(Field.PROVIDER);
        }
    }

    private void fallbackRoute() {
        if (skipNull()) {
            return;
        }
        boolean string = json.peek() == '"';
        if (string) {
            json.string(true);
        }
        if (!string || !json.textIs("fallback")) {
            throw unsupported(Field.ROUTE);
        }
    }

    private void maxTokens() {
        int next = json.peek();
        json.skipValue();
        boolean number = next >= '0' && next <= '9';
        if (number && json.integer() > 0) {
            maxTokens = maxTokens == null ? json.integer() : Math.max(maxTokens, json.integer());
        }
    }

    /** Decides nothing about routing, so it may be said twice: an answer is whole when the larger number has come. */
    private void choices() {
        int next = json.peek();
        json.skipValue();
        if (next >= '0' && next <= '9') {
            choices = Math.max(choices, json.integer());
        }
    }

    private void reasoning() {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        json.enterObject();
        while (json.nextMember()) {
            reasoning = true;
            json.skipValue();
        }
    }

    private void reasoningEffort() {
        if (json.peek() != '"') {
            json.skipValue();
            return;
        }
        json.string(true);
        reasoning |= !json.textIs("none") && !json.textIs("minimal");
    }

    private String text(Field field, String otherwise, String ifEmpty) {
        if (json.peek() != '"') {
            throw new InvalidBodyException(field.quoted() + otherwise);
        }
        json.string(true);
        if (json.textIs("")) {
            throw new InvalidBodyException(field.quoted() + ifEmpty);
        }
        if (json.textIsTooLong()) {
            throw new InvalidBodyException(
                    field.quoted() + " has a name longer than " + JsonReader.MAX_TEXT + " characters");
        }
        return json.text();
    }

    private boolean bool(String name) {
        int next = json.peek();
        if (next != 't' && next != 'f') {
            throw new InvalidBodyException(name + " must be a boolean");
        }
        json.skipValue();
        return next == 't';
    }

    private boolean skipNull() {
        if (json.peek() != 'n') {
            return false;
        }
        json.skipValue();
        return true;
    }

    private static InvalidBodyException unsupported(Field field) {
        return new InvalidBodyException(field.quoted() + " is not supported by this version");
    }
}
