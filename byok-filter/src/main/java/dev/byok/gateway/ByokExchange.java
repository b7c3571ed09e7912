package dev.byok.gateway;

import dev.byok.failover.Failover;
import dev.byok.idempotency.StoredAnswer;
import dev.byok.ledger.Generation;
import dev.byok.plan.Plan;
import dev.byok.policy.Caller;
import dev.byok.policy.Delivery;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.provider.Dialect;
import dev.byok.request.AnswerLimit;
import dev.byok.request.BodyFacts;
import dev.byok.request.BufferedBytes;
import dev.byok.simulation.Simulation;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.netty.Connection;

/**
 * What one request carries through the filters, in one exchange attribute. Owns the request's body, that of the
 * attempt under way and the upstream's until {@link #close()}.
 */
final class ByokExchange {

    static final String ATTRIBUTE = ByokExchange.class.getName();

    private static final AtomicReferenceFieldUpdater<ByokExchange, @Nullable Object> FIRST_RUN =
            AtomicReferenceFieldUpdater.newUpdater(ByokExchange.class, Object.class, "firstRun");

    private static final int COMPLETION_TOKENS = 16;

    private static final String MAX_TOKENS = "max_tokens";

    private static final Object LEFT = new Object();

    private final Generation generation;
    private final HttpHeaders requestHeaders;

    private @Nullable PolicySnapshot policy;
    private @Nullable Caller caller;
    private @Nullable ApiOperation operation;
    private @Nullable BodyFacts facts;
    private @Nullable Plan plan;
    private @Nullable Failover failover;
    private @Nullable FewHeaders hostHeaders;
    private Delivery delivery = Delivery.LIVE;
    private boolean dryRun;
    private @Nullable Integer maxTokens;
    private Simulation simulation = Simulation.NONE;
    private boolean retention = true;
    private @Nullable Conversation conversation;
    private volatile @Nullable Translation translation;

    private final AtomicReference<@Nullable ByteBuf> requestBytes = new AtomicReference<>();
    private final AtomicReference<BufferedBytes.@Nullable Share> share = new AtomicReference<>();
    private final AtomicReference<@Nullable UnderWay> underWay = new AtomicReference<>();
    private volatile boolean closed;
    private volatile boolean asked;
    private volatile @Nullable UpstreamBody upstreamBody;
    private volatile @Nullable Connection upstreamConnection;
    private volatile @Nullable LocalAnswer localAnswer;
    private volatile @Nullable BodyEnd bodyEnd;
    private volatile @Nullable Object firstRun;
    private volatile @Nullable StoredAnswer replay;

    /** @param requestHeaders as they came */
    ByokExchange(Generation generation, HttpHeaders requestHeaders) {
        this.generation = generation;
        this.requestHeaders = requestHeaders;
    }

    Generation generation() {
        return generation;
    }

    // ---- who asks for what

    /** Notes the policy before the caller is known. */
    void under(PolicySnapshot policy) {
        this.policy = policy;
    }

    void identify(Caller caller) {
        this.caller = caller;
    }

    void asks(ApiOperation operation) {
        this.operation = operation;
    }

    /** Keeps the share that the body will have of all there may be; returns it. */
    BufferedBytes.Share hold(BufferedBytes.Share fresh) {
        close(share.getAndSet(fresh));
        if (closed) {
            fresh.close();
        }
        return fresh;
    }

    /**
     * Makes room for what is held beside the body, within all there may be.
     *
     * @throws dev.byok.request.BodyRefusedException where there is none
     */
    void holdBeside(long bytes) {
        BufferedBytes.Share held = share.get();
        if (held != null) {
            held.require(facts().length() + bytes);
        }
    }

    /** Takes the body over. */
    void take(ByteBuf body) {
        requestBytes.set(body);
        if (closed) {
            releaseBody();
        }
    }

    void read(BodyFacts facts) {
        this.facts = facts;
    }

    void plan(Plan plan, Failover failover) {
        this.plan = plan;
        this.failover = failover;
    }

    /** Notes that only the plan is asked for. */
    void rehearse() {
        this.dryRun = true;
    }

    boolean dryRun() {
        return dryRun;
    }

    /** Notes how long each answer may be; null where nobody says so. */
    void limitAnswers(@Nullable Integer tokens) {
        this.maxTokens = tokens;
    }

    /** Returns how long an answer of this model may be where the request does not say it; null where nobody else does. */
    @Nullable
    AnswerLimit answerLimit(Model model, Provider provider) {
        Integer most = maxTokens;
        if (most == null || isNoLonger(model.maxOutput(), most) || isNoLonger(model.context(), most)) {
            return null;
        }
        // Who names no limit there gets so many by the API itself: a ceiling is no reason to give more.
        return switch (operation()) {
            case COMPLETIONS -> new AnswerLimit(MAX_TOKENS, Math.min(most, COMPLETION_TOKENS));
            case MESSAGES ->
                new AnswerLimit(
                        speaks(provider) ? MAX_TOKENS : provider.preset().chatLimit(), most);
            default -> new AnswerLimit(provider.preset().chatLimit(), most);
        };
    }

    private static boolean isNoLonger(@Nullable Integer longest, int most) {
        return longest != null && longest <= most;
    }

    void simulate(Simulation simulation) {
        this.simulation = simulation;
    }

    Simulation simulation() {
        return simulation;
    }

    /** Notes whether anything of its content or its answer may rest here once that has been given. */
    void retain(boolean retention) {
        this.retention = retention;
    }

    boolean retention() {
        return retention;
    }

    /** Notes what conversation it belongs to; null for none. */
    void converse(@Nullable Conversation conversation) {
        this.conversation = conversation;
    }

    /** Returns whether another endpoint may serve the request as well as one of this model. */
    boolean hasChoice(Model model) {
        return model.endpoints().size() > 1 || (plan != null && plan.models() > 1);
    }

    @Nullable
    Conversation conversation() {
        return conversation;
    }

    /** Notes what the request is in other dialects. */
    void translate(Translation translation) {
        this.translation = translation;
        if (closed) {
            translation.close();
        }
    }

    /** Returns what has to be fetched before a provider can be told the request; null for nothing, as nearly always. */
    @Nullable
    LinkedImages imagesFor(Provider provider) {
        Translation known = translation;
        return known == null || speaks(provider) ? null : known.imagesFor(provider.dialect());
    }

    /** Returns the first URL that was left out of what may be fetched, by its field; null for none. */
    @Nullable
    ForbiddenLink forbiddenLink() {
        Translation known = translation;
        return known == null ? null : known.forbiddenLink();
    }

    /** Returns the field that is not what the caller's dialect has there; null for none that is known. */
    @Nullable
    String malformed() {
        return translation == null ? null : translation.malformed();
    }

    /** Returns what the request is in other dialects; only asked for where an endpoint speaks one. */
    Translation translation() {
        return present(translation, "translation");
    }

    boolean planned() {
        return failover != null;
    }

    @Nullable
    PolicySnapshot policyOrNull() {
        return policy;
    }

    PolicySnapshot policy() {
        return present(policy, "policy");
    }

    @Nullable
    Caller callerOrNull() {
        return caller;
    }

    Caller caller() {
        return present(caller, "caller");
    }

    ApiOperation operation() {
        return present(operation, "operation");
    }

    @Nullable
    ApiOperation operationOrNull() {
        return operation;
    }

    /** Returns whether the request's body has been read to its end. */
    boolean hasBody() {
        return requestBytes.get() != null;
    }

    /** Returns the request's bytes; still owned by this exchange. */
    ByteBuf requestBytes() {
        return present(requestBytes.get(), "body");
    }

    @Nullable
    BodyFacts factsOrNull() {
        return facts;
    }

    BodyFacts facts() {
        return present(facts, "facts");
    }

    @Nullable
    Plan planOrNull() {
        return plan;
    }

    @Nullable
    Failover failoverOrNull() {
        return failover;
    }

    Failover failover() {
        return present(failover, "failover");
    }

    /** Returns when the answer becomes the caller's: as the request says, else as the profile does. */
    Delivery delivery() {
        return delivery;
    }

    void deliver(Delivery delivery) {
        this.delivery = delivery;
    }

    boolean streaming() {
        return operation().streams() && facts().stream();
    }

    /** Returns whether a stream of this provider must tell its usage although the caller did not ask for it. */
    boolean forcesUsage(Provider provider) {
        return tellsUsage(provider) && !facts().includeUsage();
    }

    /** Returns whether a stream of this provider must tell its usage, for the caller or for us. */
    boolean tellsUsage(Provider provider) {
        return streaming()
                && provider.dialect() == Dialect.OPENAI_CHAT
                && provider.preset().takesUsageOption();
    }

    /** Returns whether a provider speaks what the caller speaks, so that bytes pass as they are. */
    boolean speaks(Provider provider) {
        return provider.dialect() == operation().dialect();
    }

    boolean showsKeyNames() {
        return policy != null && caller != null && policy.workspaceOf(caller).showKeyNames();
    }

    // ---- with an idempotency key

    /**
     * Notes that this request came first with its key, and makes its body its own: whatever the host frees at the end of
     * the request, the attempts may still need it.
     *
     * @return false if the request is over already
     */
    boolean runsFirst(FirstRun run) {
        ByteBuf shared = requestBytes.get();
        if (shared != null) {
            ByteBuf own = copyOf(shared);
            if (own == null) {
                return false;
            }
            (requestBytes.compareAndSet(shared, own) ? shared : own).release();
            if (closed) {
                releaseBody();
            }
        }
        replay = null;
        return FIRST_RUN.compareAndSet(this, null, run);
    }

    /** Returns null if it has been let go of meanwhile: whoever ends a request does so at any moment. */
    private static @Nullable ByteBuf copyOf(ByteBuf body) {
        try {
            body.retain();
        } catch (IllegalReferenceCountException over) {
            return null;
        }
        try {
            return body.copy();
        } finally {
            body.release();
        }
    }

    /** Returns the run that this request is the first of; null if it is none. */
    @Nullable
    FirstRun firstRun() {
        return firstRun instanceof FirstRun run ? run : null;
    }

    /** Notes that the caller has all it will ever have; returns the run that still needs what is held here. */
    @Nullable
    FirstRun leave() {
        return FIRST_RUN.getAndSet(this, LEFT) instanceof FirstRun run ? run : null;
    }

    /** Notes that it gets an answer that was given before. */
    void replays(StoredAnswer answer) {
        this.replay = answer;
        this.localAnswer = null;
    }

    @Nullable
    StoredAnswer replay() {
        return replay;
    }

    // ---- the attempt under way

    /** Returns whether any provider may have seen the request. */
    boolean asked() {
        return asked;
    }

    /** Takes over the next attempt, or two beside each other. */
    void sends(UnderWay attempt) {
        asked = true;
        UnderWay before = underWay.getAndSet(attempt);
        if (before != attempt) {
            close(before);
        }
        if (closed) {
            endAttempt();
        }
    }

    /** Ends an attempt: its answer has come, or nobody waits for one any more. Leaves alone one that has begun since. */
    void end(UnderWay attempt) {
        if (underWay.compareAndSet(attempt, null)) {
            attempt.close();
        }
    }

    /** Ends whatever attempt is under way. */
    void endAttempt() {
        close(underWay.getAndSet(null));
    }

    /** Returns the response headers as the host's own filters had set them before the first attempt. */
    FewHeaders hostHeaders() {
        return present(hostHeaders, "response");
    }

    boolean knowsHostHeaders() {
        return hostHeaders != null;
    }

    void hostHeaders(FewHeaders headers) {
        this.hostHeaders = headers;
    }

    // ---- the answer

    /** The upstream's body is the answer, and this exchange's from now on. */
    void answerWith(UpstreamBody body, Connection connection) {
        this.upstreamBody = body;
        this.upstreamConnection = connection;
        this.localAnswer = null;
        // A caller may have left in between: what was freed then did not include this.
        if (closed) {
            discardUpstreamBody();
        }
    }

    /** Returns the upstream's body if the given connection is still the one that answers. */
    @Nullable
    UpstreamBody upstreamBodyOf(@Nullable Object connection) {
        return connection != null && connection == upstreamConnection ? upstreamBody : null;
    }

    /** Takes an answer of our own; returns it as the caller's client reads it. */
    LocalAnswer answerWith(LocalAnswer answer) {
        LocalAnswer told = answer.error() == null ? answer : answer.in(errorShape(), generation.id());
        this.localAnswer = told;
        return told;
    }

    /** Returns whether a client of OpenRouter's reads the answer. */
    boolean isOpenRouters() {
        return OpenRouterClient.isNamed(requestHeaders);
    }

    /** Returns in whose shape the caller reads errors; looked up anew, since hardly any request ever asks. */
    ErrorShape errorShape() {
        return ErrorShape.of(operation, requestHeaders);
    }

    @Nullable
    LocalAnswer localAnswer() {
        return localAnswer;
    }

    void ended(BodyEnd end) {
        this.bodyEnd = end;
    }

    @Nullable
    BodyEnd bodyEnd() {
        return bodyEnd;
    }

    /** Gives up an answer that a host's filter does not want. */
    void discardUpstreamBody() {
        UpstreamBody body = upstreamBody;
        upstreamBody = null;
        upstreamConnection = null;
        if (body != null) {
            body.cancel();
        }
    }

    /** Frees everything; called once, however the request ends. */
    void close() {
        closed = true;
        if (upstreamBody != null && bodyEnd == null) {
            // Closed from within a signal of the body itself, as by a write to a client that is gone, it says so too
            // late.
            bodyEnd = BodyEnd.CANCELLED;
        }
        discardUpstreamBody();
        Translation translated = translation;
        translation = null;
        if (translated != null) {
            translated.close();
        }
        endAttempt();
        releaseBody();
        if (failover != null) {
            failover.close();
        }
    }

    private void releaseBody() {
        ByteBuf body = requestBytes.getAndSet(null);
        if (body != null) {
            body.release();
        }
        close(share.getAndSet(null));
    }

    private static void close(@Nullable UnderWay attempt) {
        if (attempt != null) {
            attempt.close();
        }
    }

    private static void close(BufferedBytes.@Nullable Share share) {
        if (share != null) {
            share.close();
        }
    }

    private static <T> T present(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException("the request's " + what + " is not known yet");
        }
        return value;
    }
}
