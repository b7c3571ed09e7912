package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import io.netty.channel.Channel;
import org.springframework.web.server.ServerWebExchange;
import reactor.netty.channel.ChannelOperations;

/** The connection over which an attempt's headers came, as the host's routing filter leaves it in the exchange. */
final class UpstreamConnection {

    private UpstreamConnection() {}

    /** Closes it unless its answer has been read to the end: then it is the pool's, maybe already another request's. */
    static void giveUp(ServerWebExchange exchange) {
        if (exchange.getAttribute(CLIENT_RESPONSE_CONN_ATTR) instanceof ChannelOperations<?, ?> operations
                && !operations.isInboundDisposed()) {
            Channel channel = operations.channel();
            // Where its end would come too: from another thread it might be closed while it goes back to the pool.
            if (channel.isRegistered() && !channel.eventLoop().inEventLoop()) {
                channel.eventLoop().execute(() -> close(operations));
            } else {
                close(operations);
            }
        }
    }

    private static void close(ChannelOperations<?, ?> operations) {
        if (!operations.isInboundDisposed()) {
            operations.dispose();
        }
    }
}
