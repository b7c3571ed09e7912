package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** What is known of one request's caller. Written by whoever asks first; those who ask later come after it. */
final class Identity {

    private final @Nullable PolicySnapshot policy;
    private volatile @Nullable Mono<IdentifiedCaller> answer;

    Identity(@Nullable PolicySnapshot policy) {
        this.policy = policy;
    }

    @Nullable
    PolicySnapshot policy() {
        return policy;
    }

    /** Returns what the resolvers said; null until they have been asked. */
    @Nullable
    Mono<IdentifiedCaller> answer() {
        return answer;
    }

    Mono<IdentifiedCaller> found(PolicySnapshot policy, Caller caller) {
        return answered(Mono.just(new IdentifiedCaller(policy, caller)));
    }

    Mono<IdentifiedCaller> failed(Throwable thrown) {
        return answered(Mono.error(thrown));
    }

    private Mono<IdentifiedCaller> answered(Mono<IdentifiedCaller> said) {
        answer = said;
        return said;
    }
}
