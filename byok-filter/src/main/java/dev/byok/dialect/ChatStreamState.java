package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the events of one stream of OpenAI's have shown so far. */
final class ChatStreamState extends StreamState {

    private static final byte[] DONE_EVENT = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final boolean stripUsage;
    private final int expectedChoices;
    private final ChatChunkScanner scanner = new ChatChunkScanner();
    private final ChoiceFinishes choices = new ChoiceFinishes();
    private final Cuts cuts = new Cuts();

    private boolean done;
    private byte @Nullable [] usageJson;
    private @Nullable Usage usage;

    ChatStreamState(boolean stripUsage, int expectedChoices) {
        this.stripUsage = stripUsage;
        this.expectedChoices = Math.min(expectedChoices, ChoiceFinishes.LAST_INDEX);
    }

    @Override
    protected Verdict judge(SseEvent event) {
        scanner.scan(event.bytes(), event.dataFrom(), event.dataTo());
        if (scanner.malformed()) {
            return malformed();
        }
        if (scanner.done()) {
            done = true;
            return Verdict.LAST;
        }
        if (scanner.hasUsage()) {
            usageJson = Arrays.copyOfRange(event.bytes(), scanner.usageFrom(), scanner.usageTo());
            usage = null;
        }
        if (scanner.error()) {
            return fail(event.data());
        }
        choices.addAll(scanner.choices());
        if (scanner.realOutput()) {
            output();
        }
        return stripUsage && !scanner.usageCuts().isEmpty() ? withoutUsage(event) : Verdict.FORWARD;
    }

    private Verdict withoutUsage(SseEvent event) {
        if (scanner.choicesEmpty() && scanner.hasUsage()) {
            return Verdict.STRIP;
        }
        Cuts found = scanner.usageCuts();
        cuts.clear();
        for (int i = 0; i < found.count(); i++) {
            cuts.add(event.placeInBlock(found.from(i)), event.placeInBlock(found.to(i)));
        }
        return Verdict.TRIM;
    }

    @Override
    Cuts cuts() {
        return cuts;
    }

    boolean done() {
        return done;
    }

    @Override
    protected boolean complete() {
        return errorPayload() == null && (done || choices.allFinished(expectedChoices));
    }

    @Override
    protected byte @Nullable [] missingEnd() {
        return done ? null : DONE_EVENT;
    }

    @Override
    protected @Nullable Usage usage() {
        if (usage == null && usageJson != null) {
            usage = Usage.read(usageJson);
        }
        return usage;
    }
}
