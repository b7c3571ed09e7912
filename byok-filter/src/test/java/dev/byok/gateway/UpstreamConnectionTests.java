package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.TcpServer;

/** Who may close an upstream's connection, and when. */
class UpstreamConnectionTests {

    private static final String HEAD = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    private static final String CHUNKS = "5\r\nhello\r\n".repeat(40);
    private static final String END = "0\r\n\r\n";

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final ConnectionProvider pool = ConnectionProvider.create("upstream", 1);

    private String answer = HEAD + CHUNKS + END;
    private final DisposableServer server = TcpServer.create()
            .host("127.0.0.1")
            .port(0)
            .doOnConnection(connection -> {
                connections.incrementAndGet();
                connection.onDispose(closed::incrementAndGet);
            })
            .handle((in, out) -> in.receive().asString().concatMap(request -> out.sendByteArray(
                            Mono.fromSupplier(() -> answer.getBytes(StandardCharsets.US_ASCII)))
                    .then()))
            .bindNow(Duration.ofSeconds(10));
    private final HttpClient client =
            HttpClient.create(pool).host("127.0.0.1").port(server.port()).option(ChannelOption.ALLOCATOR, memory);

    @AfterEach
    void stop() {
        pool.dispose();
        server.disposeNow();
    }

    @Test
    void anAnswerThatHasComeWholeAndIsReadByNobodyIsFreedAndItsConnectionStaysThePools() {
        Connection first = call();
        await().until(() -> isOver(first));

        UpstreamConnection.giveUp(exchangeOf(first));

        await().untilAsserted(() -> assertThat(memory.metric().usedHeapMemory()).isZero());
        assertThat(whole(call())).isEqualTo("hello".repeat(40));
        assertThat(connections).hasValue(1);
    }

    @Test
    void anAnswerThatIsStillComingIsGivenUpWithItsConnection() {
        answer = HEAD + CHUNKS;
        Connection first = call();

        UpstreamConnection.giveUp(exchangeOf(first));

        await().untilAtomic(closed, count -> assertThat(count).isOne());
        await().untilAsserted(() -> assertThat(memory.metric().usedHeapMemory()).isZero());
    }

    private Connection call() {
        Connection connection = client.get()
                .uri("/")
                .responseConnection((response, inbound) -> Mono.just(inbound))
                .next()
                .block(Duration.ofSeconds(10));
        return connection == null ? Connection.from(server.channel()) : connection;
    }

    private static boolean isOver(Connection connection) {
        return ChannelOperations.get(connection.channel()) != connection;
    }

    private static String whole(Connection connection) {
        return String.valueOf(
                connection.inbound().receive().aggregate().asString().block(Duration.ofSeconds(10)));
    }

    private static MockServerWebExchange exchangeOf(Connection connection) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, connection);
        return exchange;
    }
}
