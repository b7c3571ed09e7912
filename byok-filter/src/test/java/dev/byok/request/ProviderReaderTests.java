package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.policy.Capability;
import dev.byok.policy.Percentiles;
import dev.byok.policy.Sort;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderReaderTests {

    @Test
    void readsEveryField() {
        ProviderPreferences all = provider("""
                {"order": ["openai", "azure"], "only": ["openai"], "ignore": ["deepinfra/turbo"], "allow_fallbacks": false,
                 "require_parameters": true, "data_collection": "deny", "zdr": true, "enforce_distillable_text": false,
                 "quantizations": ["fp8", "unknown"], "sort": {"by": "latency", "partition": "none"},
                 "preferred_min_throughput": 50, "preferred_max_latency": {"p50": 0.5, "p99": 3},
                 "max_price": {"prompt": 1.5, "completion": "2.00", "request": 0, "image": null}}
                """);

        assertThat(all)
                .isEqualTo(new ProviderPreferences(
                        List.of("openai", "azure"),
                        List.of("openai"),
                        List.of("deepinfra/turbo"),
                        false,
                        true,
                        true,
                        true,
                        List.of("fp8", "unknown"),
                        new Sort(Sort.By.LATENCY, true),
                        new Percentiles(50.0, null, null, null),
                        new Percentiles(0.5, null, null, 3.0),
                        new MaxPrice(new BigDecimal("1.5"), new BigDecimal("2.00"), new BigDecimal("0"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "{\"order\":null,\"only\":null,\"ignore\":[],\"sort\":null,\"zdr\":false,\"data_collection\":\"allow\"}",
                "{\"sort\":{},\"max_price\":{},\"preferred_max_latency\":{},\"allow_fallbacks\":true}",
                "{\"sort\":{\"partition\":\"model\"},\"max_price\":{\"audio\":null}}"
            })
    void takesWhatSaysNothingAsNothing(String json) {
        assertThat(provider(json)).isEqualTo(ProviderPreferences.NONE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"allow_fallback":true}            | unknown field 'provider.allow_fallback': expected one of order, only, ignore, allow_fallbacks, require_parameters, data_collection, zdr, enforce_distillable_text, quantizations, sort, preferred_min_throughput, preferred_max_latency, max_price
                    {"options":{}}                     | unknown field 'provider.options': expected one of order, only, ignore, allow_fallbacks, require_parameters, data_collection, zdr, enforce_distillable_text, quantizations, sort, preferred_min_throughput, preferred_max_latency, max_price
                    {"sk-secret":1}                    | unknown field in 'provider': expected one of order, only, ignore, allow_fallbacks, require_parameters, data_collection, zdr, enforce_distillable_text, quantizations, sort, preferred_min_throughput, preferred_max_latency, max_price
                    {"only":["a"],"only":["b"]}        | 'provider.only' appears twice
                    {"only":null,"onl\\u0079":["b"]}   | 'provider.only' appears twice
                    {"only":"a"}                       | 'provider.only' must be a list of strings
                    {"only":[]}                        | 'provider.only' must not be empty: name at least one, or leave it out
                    {"ignore":[1]}                     | 'provider.ignore' must be a list of strings
                    {"order":[""]}                     | 'provider.order' must not hold an empty string
                    {"quantizations":[]}               | 'provider.quantizations' must not be empty: name at least one, or leave it out
                    {"quantizations":"fp8"}            | 'provider.quantizations' must be a list of strings
                    {"quantizations":["fp9"]}          | 'provider.quantizations' must be one of int4, int8, fp4, mxfp4, nvfp4, fp6, fp8, mxfp8, fp16, bf16, fp32, unknown
                    {"zdr":"true"}                     | 'provider.zdr' must be a boolean
                    {"allow_fallbacks":0}              | 'provider.allow_fallbacks' must be a boolean
                    {"data_collection":"none"}         | 'provider.data_collection' must be one of allow, deny
                    {"data_collection":false}          | 'provider.data_collection' must be one of allow, deny
                    {"enforce_distillable_text":true}  | 'provider.enforce_distillable_text' is not supported by this version: the policy does not say whose text may be distilled
                    {"sort":"cheapest"}                | 'provider.sort' must be one of price, throughput, latency, exacto
                    {"sort":"exacto"}                  | 'provider.sort' of exacto is not supported by this version: say price, throughput or latency
                    {"sort":{"by":"exacto"}}           | 'provider.sort.by' of exacto is not supported by this version: say price, throughput or latency
                    {"sort":{"partition":"none"}}      | 'provider.sort.by' is missing
                    {"sort":{"partition":"all"}}       | 'provider.sort.partition' must be one of model, none
                    {"sort":{"order":"asc"}}           | unknown field 'provider.sort.order': expected one of by, partition
                    {"preferred_max_latency":"1"}      | 'provider.preferred_max_latency' must be a number, 0 or more
                    {"preferred_max_latency":-1}       | 'provider.preferred_max_latency' must be a number, 0 or more
                    {"preferred_min_throughput":{"p95":1}} | unknown field 'provider.preferred_min_throughput.p95': expected one of p50, p75, p90, p99
                    {"preferred_min_throughput":{"p50":true}} | 'provider.preferred_min_throughput.p50' must be a number, 0 or more
                    {"max_price":1}                    | 'provider.max_price' must be an object
                    {"max_price":{"prompt":-1}}        | 'provider.max_price.prompt' must be an amount in USD, 0 or more: a number, or one in a string
                    {"max_price":{"prompt":"1 USD"}}   | 'provider.max_price.prompt' must be an amount in USD, 0 or more: a number, or one in a string
                    {"max_price":{"completion":1e999999999}} | 'provider.max_price.completion' must be an amount in USD, 0 or more: a number, or one in a string
                    {"max_price":{"completion":9999999e9999999999999}} | 'provider.max_price.completion' must be an amount in USD, 0 or more: a number, or one in a string
                    {"max_price":{"request":true}}     | 'provider.max_price.request' must be an amount in USD, 0 or more: a number, or one in a string
                    {"max_price":{"image":1}}          | 'provider.max_price.image' is not supported by this version: the policy does not say what these cost
                    """)
    void refusesWhatItCannotFollow(String provider, String message) {
        assertThatThrownBy(() -> provider(provider))
                .isInstanceOf(InvalidBodyException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "session_id":"s"                                   | s |
                    "prompt_cache_key":"k"                             |   | k
                    "prompt_cache_key":"k","session_id":"s"            | s | k
                    "session_id":null,"prompt_cache_key":"k"           |   | k
                    "prompt_cache_key":7                               |   |
                    "prompt_cache_key":""                              |   |
                    """)
    void namesTheConversation(String members, String session, String promptCacheKey) {
        BodyFacts facts = Bodies.scan("{\"model\":\"m\"," + members + "}");

        assertThat(facts.session()).isEqualTo(session);
        assertThat(facts.promptCacheKey()).isEqualTo(promptCacheKey);
    }

    @Test
    void boundsTheNameOfAConversation() {
        String longest = "s".repeat(256);

        assertThat(Bodies.scan("{\"model\":\"m\",\"session_id\":\"" + longest + "\"}")
                        .session())
                .isEqualTo(longest);
        assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"session_id\":\"s" + longest + "\"}"))
                .hasMessage("'session_id' must have 1 to 256 characters");
        assertThat(Bodies.scan("{\"model\":\"m\",\"prompt_cache_key\":\"s" + longest + "\"}")
                        .promptCacheKey())
                .isNull();
    }

    @Test
    void knowsWhatIsNeeded() {
        BodyFacts facts =
                Bodies.scan("{\"model\":\"m\",\"tools\":[{\"type\":\"function\"}],\"reasoning_effort\":\"low\","
                        + "\"response_format\":{\"type\":\"json_schema\"}}");

        assertThat(facts.needs())
                .containsExactlyInAnyOrder(Capability.TOOLS, Capability.REASONING, Capability.STRUCTURED_OUTPUT);
        assertThat(Bodies.scan("{\"model\":\"m\",\"tools\":[],\"response_format\":{\"type\":\"text\"}}")
                        .needs())
                .isEmpty();
    }

    private static ProviderPreferences provider(String json) {
        return Bodies.scan("{\"model\":\"m\",\"provider\":" + json + "}").provider();
    }
}
