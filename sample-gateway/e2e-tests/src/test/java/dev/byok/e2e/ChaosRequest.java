package dev.byok.e2e;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One request of many at once. All of its own text, and all text of the answer it asks for, repeats its nonce, so that a
 * single foreign byte shows.
 *
 * @param givenUp its client goes away in the middle of the answer
 * @param inPieces its body is sent chunked
 */
record ChaosRequest(
        String nonce,
        String model,
        boolean streamed,
        boolean givenUp,
        boolean inPieces,
        int promptLength,
        int answerLength) {

    private static final int LARGE = 66 * 1024;
    private static final int PERCENT = 100;

    /** Returns so many requests as the seed has them, every second one a stream. */
    static List<ChaosRequest> some(int number, long seed, String usualModel, String otherModel) {
        Random random = new Random(seed);
        return IntStream.range(0, number)
                .mapToObj(i -> of(random, i, random.nextInt(PERCENT) < 10 ? otherModel : usualModel))
                .toList();
    }

    private static ChaosRequest of(Random random, int index, String model) {
        String nonce = HexFormat.of().toHexDigits(index) + HexFormat.of().toHexDigits(random.nextLong());
        boolean streamed = index % 2 == 0;
        // Every tenth of the streams is every twentieth of all requests.
        boolean givenUp = streamed && random.nextInt(PERCENT) < 10;
        return new ChaosRequest(
                nonce,
                model,
                streamed,
                givenUp,
                random.nextBoolean(),
                length(random),
                givenUp ? LARGE : length(random));
    }

    private static int length(Random random) {
        return random.nextInt(PERCENT) < 5 ? LARGE + random.nextInt(LARGE) : 50 + random.nextInt(2_000);
    }

    static String text(String nonce, int length) {
        return nonce.repeat(length / nonce.length() + 1);
    }

    String answerText() {
        return text(nonce, answerLength);
    }

    String body() {
        return "{\"model\":\"" + model + "\",\"stream\":" + streamed
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"nonce=" + nonce + " answer=" + answerLength
                + " endless="
                + givenUp + " prompt=" + text(nonce, promptLength) + "\"}]}";
    }
}
