package dev.byok.e2e;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the client got; of an answer it gave up, the beginning. */
record ChaosAnswer(
        ChaosRequest request,
        int status,
        @Nullable String generation,
        @Nullable String key,
        @Nullable String attempts,
        String body) {

    private static final Pattern CONTENT = Pattern.compile("\"content\":\"([^\"]*)\"");

    boolean ok() {
        return status == 200;
    }

    /** Returns all text of the answer in one piece. */
    String text() {
        return CONTENT.matcher(body)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.joining());
    }

    /** Returns whether the answer is there to its end and nothing but what was asked for. */
    boolean isWhole() {
        boolean ended = !request.streamed() || body.endsWith(Answers.DONE);
        return ended && text().equals(request.answerText());
    }

    /** Returns whether what is there of the answer is its own. */
    boolean isBeginning() {
        return !text().isEmpty() && request.answerText().startsWith(text());
    }

    @Override
    public String toString() {
        int shown = Math.min(body.length(), 200);
        return request.nonce() + (request.streamed() ? " streamed" : " whole") + (request.givenUp() ? ", given up" : "")
                + " -> " + status + " from " + key + " after " + attempts + " attempts, " + body.length()
                + " characters: "
                + body.substring(0, shown);
    }
}
