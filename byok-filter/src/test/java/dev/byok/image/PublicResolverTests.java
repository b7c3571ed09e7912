package dev.byok.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.DefaultEventExecutor;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicResolverTests {

    private final EventExecutor executor = new DefaultEventExecutor();

    @AfterEach
    void stop() throws Exception {
        executor.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "8.8.8.8 2606:4700::1111, true",
        "10.0.0.1, false",
        "8.8.8.8 10.0.0.1, false",
        "169.254.169.254, false",
        "::1 8.8.8.8, false",
    })
    void takesANameThatLeadsToThePublicInternetAlone(String addresses, boolean taken) throws Exception {
        InetSocketAddress host = InetSocketAddress.createUnresolved("images.example.com", 443);

        Future<List<InetSocketAddress>> all =
                resolver(addresses).resolveAll(host).await();
        Future<InetSocketAddress> one = resolver(addresses).resolve(host).await();

        assertThat(all.isSuccess()).isEqualTo(taken);
        assertThat(one.isSuccess()).isEqualTo(taken);
        if (taken) {
            assertThat(all.getNow()).hasSize(addresses.split(" ", -1).length);
        } else {
            assertThat(all.cause()).isInstanceOf(ImageUnavailableException.class);
            assertThat(one.cause()).hasMessage("its host leads into a private network");
        }
    }

    @Test
    void looksAtAddressesThatSomebodyElseHasResolved() throws Exception {
        InetSocketAddress own = new InetSocketAddress(InetAddress.getLoopbackAddress(), 443);
        AddressResolver<InetSocketAddress> resolver = resolver("8.8.8.8");

        assertThat(resolver.isResolved(own)).isFalse();
        assertThat(resolver.resolveAll(own).await().isSuccess()).isFalse();
    }

    @Test
    void saysWhyANameCannotBeFound() throws Exception {
        InetSocketAddress host = InetSocketAddress.createUnresolved("images.example.com", 443);

        assertThat(resolver("").resolveAll(host).await().cause()).isInstanceOf(UnknownHostException.class);
    }

    private AddressResolver<InetSocketAddress> resolver(String addresses) {
        return new PublicResolver(new Fixed(addresses)).getResolver(executor);
    }

    /** A name server that knows one answer. */
    private static final class Fixed extends AddressResolverGroup<InetSocketAddress> {

        private final String addresses;

        Fixed(String addresses) {
            this.addresses = addresses;
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) throws Exception {
                    promise.setSuccess(answer().get(0));
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise) throws Exception {
                    promise.setSuccess(answer());
                }
            }.asAddressResolver();
        }

        private List<InetAddress> answer() throws UnknownHostException {
            if (addresses.isEmpty()) {
                throw new UnknownHostException("nobody knows");
            }
            List<InetAddress> answer = new ArrayList<>();
            for (String each : addresses.split(" ", -1)) {
                answer.add(InetAddress.getByName(each));
            }
            return answer;
        }
    }
}
