package dev.byok.request;

import dev.byok.policy.Capability;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the facts of one body while a cursor walks over it. */
final class FactsReader {

    private static final int MAX_MODELS = 32;

    /** The longest name of a conversation, in UTF-16 units. */
    private static final int MAX_SESSION = 256;

    private final JsonCursor json;
    private final boolean withoutModel;
    private final Values values;
    private final @Nullable AnthropicFields anthropic;
    private final EnumSet<Field> seen = EnumSet.noneOf(Field.class);
    private @Nullable String model;
    private @Nullable Span modelAt;
    private @Nullable List<String> models;
    private List<Span> dropped = List.of();
    private List<Span> openLimits = List.of();
    private ProviderPreferences provider = ProviderPreferences.NONE;
    private @Nullable String sessionId;
    private @Nullable String promptCacheKey;
    private boolean stream;
    private boolean reasoning;
    private Set<Capability> needs = Set.of();
    private @Nullable Integer maxTokens;
    private int choices = 1;
    private UsageOption usage = UsageOption.ABSENT;
    private Span usageAt = new Span(0, 0);
    private int messagesFrom;
    private int messagesTo;
    private boolean usageIncluded;

    /** @param withoutModel whether the body is known to have a list of models and no model beside it */
    FactsReader(JsonCursor json, BodyForm form, boolean withoutModel) {
        this.json = json;
        this.withoutModel = withoutModel;
        this.values = new Values(json);
        this.anthropic = form == BodyForm.ANTHROPIC ? new AnthropicFields(json, values) : null;
    }

    /** Returns null where a list of models stands for the model, and this is not known yet. */
    @Nullable
    BodyFacts read() {
        if (json.peek() != '{') {
            throw new InvalidBodyException("the body must be a JSON object");
        }
        json.enterObject();
        usageAt = new Span(json.offset(), json.offset());
        members();
        json.end();
        if (model == null && models != null && !models.isEmpty()) {
            return null;
        }
        if (model == null || modelAt == null) {
            throw new InvalidBodyException("'model' is missing");
        }
        if (anthropic != null) {
            add(anthropic);
        }
        return new BodyFacts(
                model,
                models,
                provider,
                sessionId,
                promptCacheKey,
                stream,
                usage == UsageOption.TRUE || usageIncluded,
                reasoning,
                needs,
                maxTokens,
                choices,
                json.length(),
                new BodyFacts.Marks(
                        modelAt,
                        !withoutModel,
                        List.copyOf(dropped),
                        List.of(),
                        usage,
                        usageAt,
                        messagesFrom,
                        messagesTo,
                        anthropic == null ? null : anthropic.system(),
                        List.copyOf(openLimits)));
    }

    /** A dropped member takes the comma before it along; where nothing before it stays, the one behind it. */
    private void members() {
        boolean head = true;
        boolean droppedAtHead = false;
        while (json.nextMember()) {
            if (droppedAtHead) {
                endDropped(json.separator() + 1);
            }
            Field field = Field.at(json);
            int nameStart = json.nameStart();
            int memberStart = head ? nameStart : json.separator();
            if (field != null) {
                field(field);
            } else if (json.textIs("n")) {
                choices();
            } else if (json.textIs("messages")) {
                messages();
            } else if (anthropic != null) {
                anthropic.read();
            } else {
                json.skipValue();
            }
            boolean drops = field != null && field.routerOnly();
            if (withoutModel && field == Field.MODELS && models != null) {
                modelAt = new Span(nameStart, json.offset());
                model = models.get(0);
                drops = false;
            }
            if (drops) {
                drop(new Span(memberStart, json.offset()));
            }
            droppedAtHead = drops && head;
            head &= drops;
        }
    }

    private void add(AnthropicFields said) {
        // An effort makes nobody think who would not, but whoever does may take his time.
        reasoning |= said.hasEffort();
        if (said.isStructured()) {
            need(Capability.STRUCTURED_OUTPUT);
        }
        promptCacheKey = promptCacheKey == null ? said.session() : promptCacheKey;
    }

    private void drop(Span member) {
        if (dropped.isEmpty()) {
            dropped = new ArrayList<>(2);
        }
        dropped.add(member);
    }

    private void endDropped(int to) {
        int last = dropped.size() - 1;
        dropped.set(last, new Span(dropped.get(last).from(), to));
    }

    private void field(Field field) {
        if (!seen.add(field)) {
            throw new InvalidBodyException(field.quoted() + " appears twice");
        }
        json.peek();
        int from = json.offset();
        switch (field) {
            case MODEL -> {
                model = values.text(field.quoted(), " must be a string", " must not be empty");
                modelAt = new Span(from, json.offset());
            }
            case MODELS -> models = values.skipNull() ? null : values.texts(field.quoted(), MAX_MODELS);
            case STREAM -> stream = values.bool(field.quoted(), false);
            case STREAM_OPTIONS -> streamOptions(from);
            case PROVIDER -> provider = new ProviderReader(json, values).read();
            case ROUTE -> fallbackRoute();
            case SESSION_ID -> sessionId = sessionId();
            case PROMPT_CACHE_KEY -> promptCacheKey = promptCacheKey();
            case MAX_TOKENS, MAX_COMPLETION_TOKENS -> maxTokens(from);
            case TOOLS, FUNCTIONS -> tools();
            case RESPONSE_FORMAT -> responseFormat();
            case REASONING -> reasoning();
            case REASONING_EFFORT -> reasoningEffort();
            case THINKING -> thinking();
            case USAGE -> usageIncluded = routerFields().usage();
            case PLUGINS -> routerFields().plugins();
            case PRESET -> routerFields().preset();
            case DEBUG -> routerFields().debug();
            // A prompt is never shortened here, and nothing is traced for the caller: both are complete without.
            case TRANSFORMS, TRACE -> json.skipValue();
        }
    }

    private RouterFields routerFields() {
        return new RouterFields(json, values);
    }

    private void streamOptions(int from) {
        if (values.skipNull()) {
            usage = UsageOption.NULL;
            usageAt = new Span(from, json.offset());
            return;
        }
        values.enterObject("'stream_options'");
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
        usage = values.bool("'stream_options.include_usage'") ? UsageOption.TRUE : UsageOption.FALSE;
        usageAt = new Span(from, json.offset());
    }

    private void fallbackRoute() {
        if (!values.skipNull() && values.wordOrNull(List.of("fallback")) == null) {
            throw new InvalidBodyException("'route' is not supported by this version");
        }
    }

    private @Nullable String sessionId() {
        if (values.skipNull()) {
            return null;
        }
        if (json.peek() != '"') {
            throw new InvalidBodyException("'session_id' must be a string");
        }
        json.string(true);
        if (json.textLength() == 0 || json.textLength() > MAX_SESSION) {
            throw new InvalidBodyException("'session_id' must have 1 to " + MAX_SESSION + " characters");
        }
        return json.text();
    }

    /** It is the provider's, who says what it may be: one that names no conversation here is no mistake. */
    private @Nullable String promptCacheKey() {
        if (json.peek() != '"') {
            json.skipValue();
            return null;
        }
        json.string(true);
        return json.textLength() == 0 || json.textLength() > MAX_SESSION ? null : json.text();
    }

    private void maxTokens(int from) {
        int next = json.peek();
        json.skipValue();
        boolean number = next >= '0' && next <= '9';
        if (number && json.integer() > 0) {
            maxTokens = maxTokens == null ? json.integer() : Math.max(maxTokens, json.integer());
        } else {
            openLimits = openLimits.isEmpty() ? new ArrayList<>(2) : openLimits;
            openLimits.add(new Span(from, json.offset()));
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

    /** Nobody looks into them here; it is noted where they are. */
    private void messages() {
        json.peek();
        messagesFrom = json.offset();
        json.skipValue();
        messagesTo = json.offset();
    }

    private void need(Capability capability) {
        if (needs.isEmpty()) {
            needs = Set.of(capability);
        } else if (!needs.contains(capability)) {
            Set<Capability> all = EnumSet.copyOf(needs);
            all.add(capability);
            needs = Set.copyOf(all);
        }
    }

    private void tools() {
        if (json.peek() != '[') {
            json.skipValue();
            return;
        }
        json.enterArray();
        while (json.nextElement()) {
            need(Capability.TOOLS);
            json.skipValue();
        }
    }

    private void responseFormat() {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        json.enterObject();
        while (json.nextMember()) {
            if (!json.textIs("type")) {
                json.skipValue();
            } else if (values.wordOrNull(List.of("json_schema")) != null) {
                need(Capability.STRUCTURED_OUTPUT);
            }
        }
    }

    private void reasoning() {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        json.enterObject();
        while (json.nextMember()) {
            thinks();
            json.skipValue();
        }
    }

    private void reasoningEffort() {
        if (json.peek() != '"') {
            json.skipValue();
            return;
        }
        json.string(true);
        if (!json.textIs("none") && !json.textIs("minimal")) {
            thinks();
        }
    }

    /** In Anthropic's words, whoever says them; a value of another kind tells nothing. */
    private void thinking() {
        if (json.peek() != '{') {
            json.skipValue();
            return;
        }
        boolean thinks = false;
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("type")) {
                boolean said = json.peek() == '"';
                thinks = values.wordOrNull(List.of("disabled")) == null && said;
            } else {
                json.skipValue();
            }
        }
        if (thinks) {
            thinks();
        }
    }

    private void thinks() {
        reasoning = true;
        need(Capability.REASONING);
    }
}
