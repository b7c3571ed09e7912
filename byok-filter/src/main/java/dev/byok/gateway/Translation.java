package dev.byok.gateway;

import dev.byok.dialect.ChatRequest;
import dev.byok.dialect.ImageLinks;
import dev.byok.dialect.InboundDialect;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.dialect.anthropic.ClaudeModel;
import dev.byok.dialect.chat.PlainChat;
import dev.byok.plan.Attempt;
import dev.byok.plan.Carriage;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ImageSources;
import dev.byok.policy.Provider;
import dev.byok.provider.Dialect;
import dev.byok.request.AnswerLimit;
import dev.byok.request.BodySplice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One request in the dialects that endpoints of its models speak and its caller does not. Each is made once, for the plan:
 * what it has found to be sayable is what is sent, with the images that have to be fetched for it.
 */
final class Translation implements Carriage, AutoCloseable {

    private static final String THINKING = "thinking";

    private final ApiOperation operation;
    private final @Nullable Integer mostTokens;
    private final Map<Dialect, TranslatedRequest> requests = new EnumMap<>(Dialect.class);
    private @Nullable PlainChat plain;
    private @Nullable String unsayable;
    private @Nullable String malformed;
    private boolean unthought;
    private UnaryOperator<String> names = UnaryOperator.identity();
    private @Nullable LinkedImages images;
    private @Nullable ForbiddenLink forbiddenLink;

    private Translation(ApiOperation operation, @Nullable Integer mostTokens) {
        this.operation = operation;
        this.mostTokens = mostTokens;
    }

    /**
     * Returns the translation of a request whose body has been read.
     *
     * @param mostTokens what an answer may have at most; null where nobody limits that
     * @throws dev.byok.request.BodyRefusedException where there is no room for it beside the bodies of all requests
     */
    static Translation of(
            ByokExchange call, Set<Dialect> dialects, @Nullable Integer mostTokens, ImageDownloads downloads) {
        Translation translation = new Translation(call.operation(), mostTokens);
        Map<Dialect, UpstreamDialect> spoken = new EnumMap<>(Dialect.class);
        for (Dialect dialect : dialects) {
            UpstreamDialect upstream = UpstreamDialects.of(dialect, call.operation());
            if (upstream != null) {
                spoken.put(dialect, upstream);
            }
        }
        boolean plainly = call.operation() == ApiOperation.MESSAGES && dialects.contains(Dialect.OPENAI_CHAT);
        if (plainly || !spoken.isEmpty()) {
            long said = (InboundDialects.of(call.operation()) == null ? 0L : 2L) + (plainly ? 1L : 0L);
            call.holdBeside((said + spoken.size()) * call.facts().length());
            translation.write(call, plainly, spoken, downloads);
        }
        return translation;
    }

    /** Taken apart once, for all dialects; null where it is nothing that could be. */
    private static @Nullable JsonTape told(ByokExchange call) {
        ByteBuf told = BodySplice.told(call.requestBytes(), call.facts());
        try {
            byte[] json = ByteBufUtil.getBytes(told);
            JsonTape tape = new JsonTape();
            return tape.read(json, 0, json.length) && tape.isObject(JsonTape.ROOT) ? tape : null;
        } finally {
            told.release();
        }
    }

    /** @param plainly whether somebody is to be told it in the words of OpenAI's dialect */
    private void write(
            ByokExchange call, boolean plainly, Map<Dialect, UpstreamDialect> spoken, ImageDownloads downloads) {
        JsonTape body = told(call);
        if (body == null) {
            unsayable = "body";
            return;
        }
        JsonTape chat = body;
        InboundDialect inbound = InboundDialects.of(operation);
        if (inbound != null) {
            ChatRequest said = inbound.chat(body);
            names = said.names();
            unthought = said.unthought();
            if (!said.isSayable()) {
                unsayable = said.unsayable();
                malformed = said.malformed() ? said.unsayable() : null;
                return;
            }
            chat = said.chat();
            plain = plainly ? PlainChat.of(chat) : null;
        }
        for (Map.Entry<Dialect, UpstreamDialect> each : spoken.entrySet()) {
            UpstreamDialect upstream = each.getValue();
            TranslatedRequest request = upstream.request(chat, mostTokens);
            requests.put(
                    each.getKey(),
                    request.unsayable() == null
                            ? request
                            : withImages(call, chat, each.getKey(), upstream, request, downloads));
        }
    }

    /** What only its URLs stand against is taken to be said with what they lead to, where that may be fetched. */
    private TranslatedRequest withImages(
            ByokExchange call,
            JsonTape chat,
            Dialect dialect,
            UpstreamDialect upstream,
            TranslatedRequest request,
            ImageDownloads downloads) {
        String unsayable = request.unsayable();
        String url = unsayable == null ? null : ImageLinks.urlAt(chat, unsayable);
        if (unsayable == null || url == null) {
            return request;
        }
        ImageSources sources = call.policy().images();
        if (!sources.isOpen()) {
            forbid(ForbiddenLink.of(unsayable, url));
            return request;
        }
        call.holdBeside((3L + requests.size()) * chat.textLength());
        LinkedImages known = images;
        if (known == null) {
            known = new LinkedImages(ImageLinks.of(chat, LinkedImages.MOST), sources, downloads, mostTokens);
            images = known;
        }
        if (!known.isAt(unsayable)) {
            return request;
        }
        TranslatedRequest foreseen = upstream.request(known.foreseen(), mostTokens);
        String still = foreseen.unsayable();
        if (still == null) {
            known.serve(dialect, upstream);
            return foreseen;
        }
        ForbiddenLink forbidden = known.forbidden(still);
        if (forbidden != null) {
            forbid(forbidden);
        }
        return foreseen;
    }

    private void forbid(ForbiddenLink link) {
        forbiddenLink = link.named(names.apply(link.field()));
    }

    /** Returns what has to be fetched before it can be said in a dialect; null for nothing. */
    @Nullable
    LinkedImages imagesFor(Dialect dialect) {
        return images != null && images.serves(dialect) ? images : null;
    }

    /** Returns the first URL that may not be fetched, by its caller's name; null for none. */
    @Nullable
    ForbiddenLink forbiddenLink() {
        return forbiddenLink;
    }

    /** Returns what a field of the chat completion is called in the caller's own words. */
    String named(String field) {
        return names.apply(field);
    }

    @Override
    public void close() {
        if (images != null) {
            images.close();
        }
    }

    /** Returns the field that is not what the caller's own dialect has there; null for none that is known. */
    @Nullable
    String malformed() {
        return malformed;
    }

    /** What a dialect has no word for at all is named as the operation. */
    @Override
    public @Nullable String obstacle(Endpoint endpoint) {
        Dialect dialect = endpoint.provider().dialect();
        if (dialect == operation.dialect()) {
            // Where nobody else can go on either, its provider is asked: it may do so without a thought.
            boolean others = plain != null && plain.obstacle() == null;
            return unthought && others && ClaudeModel.wantsThoughts(endpoint.upstreamModel()) ? THINKING : null;
        }
        if (unsayable != null) {
            return unsayable;
        }
        String field;
        if (dialect == Dialect.OPENAI_CHAT && plain != null) {
            field = plain.obstacle();
        } else {
            TranslatedRequest request = requests.get(dialect);
            if (request == null) {
                return operation.path().substring(1);
            }
            field = request.obstacle(endpoint.knownAs());
        }
        return field == null ? null : names.apply(field);
    }

    /** Returns the body of an attempt at an endpoint that there is no obstacle to; owned by whoever called. */
    ByteBuf body(ByokExchange call, Attempt attempt) {
        Endpoint endpoint = attempt.endpoint();
        Provider provider = endpoint.provider();
        if (plain != null && provider.dialect() == Dialect.OPENAI_CHAT) {
            AnswerLimit limit = call.answerLimit(attempt.model(), provider);
            return plain.body(
                    ByteBufAllocator.DEFAULT,
                    provider.name(),
                    endpoint.upstreamModel(),
                    provider.preset().chatLimit(),
                    limit == null ? null : limit.tokens(),
                    call.tellsUsage(provider));
        }
        LinkedImages linked = imagesFor(provider.dialect());
        TranslatedRequest request =
                linked == null ? requests.get(provider.dialect()) : linked.request(provider.dialect());
        if (request == null) {
            throw new IllegalStateException(
                    "not translated: " + provider.dialect().text());
        }
        return request.body(ByteBufAllocator.DEFAULT, endpoint.knownAs());
    }

    /** Returns whether an endpoint's answer is wanted with its numbers in base64. */
    boolean base64(Endpoint endpoint) {
        TranslatedRequest request = requests.get(endpoint.provider().dialect());
        return request != null && request.base64();
    }
}
