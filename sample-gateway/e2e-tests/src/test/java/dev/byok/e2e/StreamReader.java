package dev.byok.e2e;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** A caller of one stream, which takes what comes or, if it is slow, one buffer and no more. */
final class StreamReader extends BaseSubscriber<String> {

    private static final String END = "\n\n";

    private final int number;
    private final boolean slow;
    private final StringBuilder received = new StringBuilder();
    private volatile int status;
    private volatile @Nullable String route;
    private volatile boolean completed;
    private volatile @Nullable Throwable error;

    StreamReader(int number, boolean slow) {
        this.number = number;
        this.slow = slow;
    }

    /** Asks for the stream. */
    StreamReader open(HttpClient http, String model) {
        String prompt = (slow ? "flood-" : "stream-") + number;
        String body = "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\""
                + prompt + "\"}]}";
        http.post()
                .uri("/chat/completions")
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .response((response, content) -> {
                    HttpHeaders headers = response.responseHeaders();
                    status = response.status().code();
                    route = headers.get("x-route");
                    return content.asString();
                })
                .subscribe(this);
        return this;
    }

    int number() {
        return number;
    }

    boolean slow() {
        return slow;
    }

    int status() {
        return status;
    }

    @Nullable
    String route() {
        return route;
    }

    boolean completed() {
        return completed;
    }

    @Nullable
    Throwable error() {
        return error;
    }

    /** Returns whether something has come. */
    synchronized boolean begun() {
        return received.length() > 0;
    }

    synchronized boolean has(String word) {
        return received.indexOf(word) >= 0;
    }

    /** Returns the text of all whole events. */
    synchronized String text() {
        return LiveStream.text(Arrays.stream(received.toString().split(END, -1))
                .map(event -> event + END)
                .filter(event -> event.startsWith("data: {"))
                .toList());
    }

    synchronized boolean endsWith(String end) {
        return received.length() >= end.length()
                && received.substring(received.length() - end.length()).equals(end);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscription.request(slow ? 1 : Long.MAX_VALUE);
    }

    @Override
    protected synchronized void hookOnNext(String piece) {
        received.append(piece);
    }

    @Override
    protected void hookOnComplete() {
        completed = true;
    }

    @Override
    protected void hookOnError(Throwable thrown) {
        error = thrown;
    }
}
