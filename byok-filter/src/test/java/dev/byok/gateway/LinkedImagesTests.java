package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.dialect.ImageLinks;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.bedrock.BedrockConverse;
import dev.byok.image.FetchedImage;
import dev.byok.image.ImageType;
import dev.byok.image.ImageUnavailableException;
import dev.byok.image.ImageUrl;
import dev.byok.policy.Endpoint;
import dev.byok.policy.HostPattern;
import dev.byok.policy.ImageSources;
import dev.byok.policy.Provider;
import dev.byok.policy.Timeouts;
import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import dev.byok.request.BufferedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

class LinkedImagesTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String MODEL = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final int LENGTH = 1_000;
    private static final long HELD = 6L * LENGTH;

    private final BufferedBytes buffered = new BufferedBytes(DataSize.ofBytes(20 * LENGTH));
    private final Map<String, Sinks.One<FetchedImage>> hosts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> left = new CopyOnWriteArrayList<>();
    private final Scheduler threads = Schedulers.parallel();
    private final ImageDownloads downloads =
            new ImageDownloads(this::fetch, buffered, DataSize.ofBytes(3 * LENGTH), threads, threads);

    private Mono<FetchedImage> fetch(ImageUrl url, int maxBytes, boolean privateToo, LongConsumer room) {
        return Mono.defer(() -> {
                    asked.add(url.target());
                    room.accept(LENGTH);
                    return host(url.target()).asMono();
                })
                .doOnCancel(() -> left.add(url.target()));
    }

    private Sinks.One<FetchedImage> host(String target) {
        return hosts.computeIfAbsent(target, any -> Sinks.one());
    }

    private void answer(String target) {
        host(target).tryEmitValue(new FetchedImage(ImageType.PNG, new byte[LENGTH]));
    }

    private LinkedImages images(String... targets) {
        return images(Duration.ofSeconds(30), targets);
    }

    private LinkedImages images(Duration timeout, String... targets) {
        List<HostPattern> open = List.of(Objects.requireNonNull(HostPattern.of("images.example.com")));
        ImageSources sources = new ImageSources(open, 2 * LENGTH, timeout, false, Calls.HERE);
        LinkedImages images =
                new LinkedImages(ImageLinks.of(chat(targets), LinkedImages.MOST), sources, downloads, null);
        images.serve(Dialect.BEDROCK_CONVERSE, new BedrockConverse());
        return images;
    }

    private static JsonTape chat(String... targets) {
        StringBuilder parts = new StringBuilder("{\"type\":\"text\",\"text\":\"What?\"}");
        for (String target : targets) {
            String url = target.startsWith("/") ? "https://images.example.com" + target : target;
            parts.append(",{\"type\":\"image_url\",\"image_url\":{\"url\":\"")
                    .append(url)
                    .append("\"}}");
        }
        String chat = "{\"messages\":[{\"role\":\"user\",\"content\":[" + parts + "]}]}";
        return JsonTape.of(chat.getBytes(StandardCharsets.UTF_8));
    }

    private static Endpoint bedrock() {
        Provider provider = new Provider(
                "bedrock",
                ProviderPreset.BEDROCK,
                URI.create("https://bedrock.test"),
                Provider.AuthScheme.NONE,
                Timeouts.NONE,
                Calls.HERE);
        return new Endpoint(provider, MODEL, null, Calls.HERE);
    }

    private static @Nullable String against(LinkedImages images) {
        ImageUnavailableException against = images.against(bedrock());
        return against == null ? null : against.field() + ": " + against.why();
    }

    private static String field(int part) {
        return "messages[0].content[" + part + "].image_url.url";
    }

    private static Disposable begin(LinkedImages images) {
        return images.ready(PATIENCE).subscribe();
    }

    // ---- what is held

    @Test
    void holdsWhatItHasUntilTheRequestIsOver() {
        LinkedImages images = images("/a");
        answer("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(against(images)).isNull();
        assertThat(buffered.used()).isEqualTo(HELD);
        images.close();
        assertThat(buffered.used()).isZero();
    }

    @Test
    void holdsWhatSeveralHaveWaitedFor() {
        LinkedImages images = images("/a");
        Mono<Void> both = Mono.when(images.ready(PATIENCE), images.ready(PATIENCE));
        Disposable waiting = both.subscribe();
        await().until(() -> asked.size() == 1);

        answer("/a");

        await().until(() -> waiting.isDisposed());
        assertThat(asked).containsExactly("/a");
        assertThat(buffered.used()).isEqualTo(HELD);
        images.close();
        assertThat(buffered.used()).isZero();
    }

    @Test
    void holdsOneOftenThatIsReferredToOften() {
        LinkedImages images = images("/a", "/a", "/a");
        answer("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(against(images)).isNull();
        assertThat(asked).containsExactly("/a");
        assertThat(buffered.used()).isEqualTo(3 * HELD);
        ByteBuf body = images.request(Dialect.BEDROCK_CONVERSE).body(UnpooledByteBufAllocator.DEFAULT, MODEL);
        assertThat(body.toString(StandardCharsets.UTF_8).split("\"format\":\"png\"", -1))
                .hasSize(4);
        body.release();
        images.close();
    }

    @Test
    void allIsCountedAsOftenAsItIsReferredTo() {
        LinkedImages images = images("/a", "/a", "/a", "/a");
        answer("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(against(images)).isEqualTo(field(1) + ": all that the request refers to is longer than 3000 bytes");
        assertThat(buffered.used()).isZero();
    }

    @Test
    void saysThatThereIsNoRoom() {
        BufferedBytes.Share others = buffered.share();
        others.require(16L * LENGTH);
        LinkedImages images = images("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(images.against(bedrock()))
                .satisfies(against -> assertThat(against.isBusy()).isTrue())
                .satisfies(against -> assertThat(against.code()).isEqualTo("gateway_busy"));
        assertThat(buffered.used()).isEqualTo(16L * LENGTH);
        others.close();
    }

    // ---- who waits

    @Test
    void fetchesAgainWhatNobodyWaitedForAnyMore() {
        LinkedImages images = images("/a");
        Disposable waiting = begin(images);
        await().until(() -> asked.size() == 1);

        waiting.dispose();

        assertThat(left).containsExactly("/a");
        assertThat(buffered.used()).isZero();
        answer("/a");
        images.ready(PATIENCE).block(PATIENCE);
        assertThat(asked).containsExactly("/a", "/a");
        assertThat(against(images)).isNull();
        assertThat(buffered.used()).isEqualTo(HELD);
    }

    @Test
    void goesOnWhileAnybodyWaits() {
        LinkedImages images = images("/a");
        Disposable first = begin(images);
        Disposable second = begin(images);
        await().until(() -> asked.size() == 1);

        first.dispose();

        assertThat(left).isEmpty();
        assertThat(buffered.used()).isEqualTo(HELD);
        answer("/a");
        await().until(second::isDisposed);
        assertThat(against(images)).isNull();
        assertThat(asked).containsExactly("/a");
        assertThat(buffered.used()).isEqualTo(HELD);
    }

    @Test
    void holdsNothingForARequestThatIsOver() {
        LinkedImages images = images("/a");
        Disposable waiting = begin(images);
        await().until(() -> asked.size() == 1);

        images.close();

        assertThat(buffered.used()).isZero();
        answer("/a");
        await().until(waiting::isDisposed);
        assertThat(buffered.used()).isZero();
    }

    @Test
    void beginsNothingThatIsHeldForARequestThatIsOver() {
        LinkedImages images = images("/a");
        images.close();
        answer("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(buffered.used()).isZero();
    }

    // ---- late

    @Test
    void namesWhatHasNotComeInTime() {
        LinkedImages images = images(Duration.ofMillis(300), "/a", "/b");
        answer("/a");

        images.ready(PATIENCE).block(PATIENCE);

        assertThat(against(images)).isEqualTo(field(2) + ": it did not come within 300 ms");
        assertThat(left).containsExactly("/b");
        assertThat(buffered.used()).isZero();
    }

    @Test
    void namesWhatHasNotComeInTheTimeOfTheRequest() {
        LinkedImages images = images("/a", "/b");
        answer("/a");

        images.ready(Duration.ofMillis(300)).block(PATIENCE);

        assertThat(against(images)).isEqualTo(field(2) + ": it did not come in the time that the request has");
        assertThat(buffered.used()).isZero();
    }

    // ---- not fetched

    @Test
    void saysWhyOneIsNotFetched() {
        LinkedImages images = images("/a", "https://elsewhere.example.com/", "http://images.example.com/");

        assertThat(images.forbidden(field(1))).isNull();
        assertThat(images.forbidden(field(2))).isEqualTo(new ForbiddenLink(field(2), ForbiddenLink.Why.HOST));
        assertThat(images.forbidden(field(3))).isEqualTo(new ForbiddenLink(field(3), ForbiddenLink.Why.FORM));
        assertThat(images.forbidden("seed")).isNull();
    }

    @Test
    void fetchesNoMoreThanTwentyEvenIfTheyAreTheSame() {
        LinkedImages images = images(Stream.generate(() -> "/a").limit(1_000).toArray(String[]::new));

        assertThat(images.forbidden(field(20))).isNull();
        assertThat(images.forbidden(field(21))).isEqualTo(new ForbiddenLink(field(21), ForbiddenLink.Why.TOO_MANY));
        assertThat(new BedrockConverse().request(images.foreseen(), null).unsayable())
                .isEqualTo(field(21));
    }
}
