package dev.byok.image;

import dev.byok.policy.PrivateNetwork;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Resolves names that lead to the public internet and nowhere else. What is resolved here is what is connected to: there is
 * no second look-up that could say otherwise.
 */
final class PublicResolver extends AddressResolverGroup<InetSocketAddress> {

    private final AddressResolverGroup<InetSocketAddress> all;

    /** @param all resolves all names; closed by whoever made it */
    PublicResolver(AddressResolverGroup<InetSocketAddress> all) {
        this.all = all;
    }

    @Override
    protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
        return new Guard(executor, all.getResolver(executor));
    }

    /** A name that has any address elsewhere is refused as a whole. */
    static boolean isPublic(List<InetSocketAddress> addresses) {
        return !addresses.isEmpty()
                && addresses.stream()
                        .allMatch(each -> each.getAddress() != null && PrivateNetwork.isPublic(each.getAddress()));
    }

    private static final class Guard extends AbstractAddressResolver<InetSocketAddress> {

        private final AddressResolver<InetSocketAddress> all;

        Guard(EventExecutor executor, AddressResolver<InetSocketAddress> all) {
            super(executor, InetSocketAddress.class);
            this.all = all;
        }

        /** None is: an address that somebody else resolved has to be looked at as well. */
        @Override
        protected boolean doIsResolved(InetSocketAddress address) {
            return false;
        }

        @Override
        protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
            Promise<List<InetSocketAddress>> found = executor().newPromise();
            found.addListener((Future<List<InetSocketAddress>> done) -> {
                if (done.isSuccess()) {
                    promise.trySuccess(done.getNow().get(0));
                } else {
                    promise.tryFailure(done.cause());
                }
            });
            doResolveAll(unresolved, found);
        }

        @Override
        protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
            if (!unresolved.isUnresolved()) {
                tell(List.of(unresolved), promise);
                return;
            }
            all.resolveAll(unresolved).addListener((Future<List<InetSocketAddress>> done) -> {
                if (done.isSuccess()) {
                    tell(done.getNow(), promise);
                } else {
                    promise.tryFailure(done.cause());
                }
            });
        }

        private static void tell(List<InetSocketAddress> addresses, Promise<List<InetSocketAddress>> promise) {
            if (isPublic(addresses)) {
                promise.trySuccess(addresses);
            } else {
                promise.tryFailure(ImageUnavailableException.failed("its host leads into a private network"));
            }
        }
    }
}
