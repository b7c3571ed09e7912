package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Capability;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Provider;
import dev.byok.policy.Quantizations;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.price.MaxPrice;
import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLimitsTests {

    private static final SourceLocation HERE = new SourceLocation("models.yml", 1);

    @ParameterizedTest
    @CsvSource({
        "azure-eu, , true",
        "Azure EU, , true",
        "AZURE-EU, , true",
        "openai, , false",
        "azure, , false",
        "azure-eu/turbo, , false",
        ", azure-eu, false",
        ", Azure-EU, false",
        ", azure-eu/turbo, false",
        ", azure, true",
        ", openai, true"
    })
    void admitsProvidersByTheirNames(@Nullable String only, @Nullable String ignore, boolean admitted) {
        RequestLimits limits = new RequestLimits(
                only == null ? null : Set.of(only), ignore == null ? Set.of() : Set.of(ignore), null, Set.of(), null);

        assertThat(limits.against(endpoint(null, "unknown")) == null).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "fp8, fp8, true",
        "fp8, mxfp8, true",
        "mxfp8, fp8, false",
        "fp4, nvfp4, true",
        "fp4, fp8, false",
        "fp8, unknown, false",
        "unknown, unknown, true"
    })
    void takesRelativesOfAQuantization(String wanted, String quantization, boolean admitted) {
        RequestLimits limits =
                new RequestLimits(null, Set.of(), Quantizations.including(List.of(wanted)), Set.of(), null);

        assertThat(limits.against(endpoint(null, quantization)) == null).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, , true",
        "1, , , true",
        "0.99, 2, , false",
        "1, 1.99, , false",
        ", , 0, false",
        ", , 0.01, true",
        "1.00, 2.00, 0.010, true"
    })
    void holdsAPriceAgainstEachCeiling(
            @Nullable BigDecimal prompt,
            @Nullable BigDecimal completion,
            @Nullable BigDecimal request,
            boolean admitted) {
        RequestLimits limits =
                new RequestLimits(null, Set.of(), null, Set.of(), new MaxPrice(prompt, completion, request));
        Price price = new Price(new BigDecimal("1"), new BigDecimal("2"), null, null, null, new BigDecimal("0.01"));

        assertThat(limits.against(endpoint(price, "unknown")) == null).isEqualTo(admitted);
    }

    @Test
    void takesAnUnknownPriceForOneThatIsTooHigh() {
        RequestLimits prompt =
                new RequestLimits(null, Set.of(), null, Set.of(), new MaxPrice(BigDecimal.TEN, null, null));
        RequestLimits completion =
                new RequestLimits(null, Set.of(), null, Set.of(), new MaxPrice(null, BigDecimal.TEN, null));
        Price half = new Price(BigDecimal.ONE, null, null, null, null, null);

        assertThat(prompt.against(endpoint(null, "unknown")))
                .isEqualTo(new Closure(ExclusionReason.MAX_PRICE, SourceLocation.ofRequest("provider.max_price")));
        assertThat(prompt.against(endpoint(half, "unknown"))).isNull();
        assertThat(completion.against(endpoint(half, "unknown"))).isNotNull();
    }

    @Test
    void wantsEveryCapabilityToBeSaid() {
        RequestLimits tools = new RequestLimits(null, Set.of(), null, Set.of(Capability.TOOLS), null);
        RequestLimits both =
                new RequestLimits(null, Set.of(), null, Set.of(Capability.TOOLS, Capability.STRUCTURED_OUTPUT), null);

        assertThat(tools.against(endpoint(null, "unknown"))).isNull();
        assertThat(both.against(endpoint(null, "unknown")))
                .isEqualTo(new Closure(
                        ExclusionReason.CAPABILITY, SourceLocation.ofRequest("provider.require_parameters")));
    }

    private static Endpoint endpoint(@Nullable Price price, String quantization) {
        Provider provider = new Provider(
                "azure-eu",
                ProviderPreset.COMPATIBLE,
                URI.create("http://azure.test"),
                Provider.AuthScheme.NONE,
                Timeouts.NONE,
                HERE);
        return new Endpoint(provider, "gpt", price, quantization, Set.of(Capability.TOOLS), HERE);
    }
}
