package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.price.Price;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What endpoints of models.yml charge. */
class PricesTests {

    private static final String PLAIN = "model: \"the-gpt\" }";
    private static final String AT = "models.yml:6 models.openai/gpt-5.2.endpoints[1].price";
    private static final String AMOUNT = ": expected USD such as 1.25, 0 or more";

    @Test
    void keepsEveryDigitOfAPrice() {
        Endpoint endpoint = priced("{ prompt: 1.25, completion: 10, cached-read: 0.125, cached-write: 1.5625,"
                + " reasoning: 10.10, request: 0.000000000001 }");

        assertThat(endpoint.price())
                .isEqualTo(new Price(
                        new BigDecimal("1.25"),
                        new BigDecimal("10"),
                        new BigDecimal("0.125"),
                        new BigDecimal("1.5625"),
                        new BigDecimal("10.10"),
                        new BigDecimal("0.000000000001")));
    }

    @Test
    void whatIsNotSaidIsUnknownAndNotNothing() {
        Price price = Objects.requireNonNull(priced("{ prompt: 0 }").price());

        assertThat(price.prompt()).isZero();
        assertThat(price.completion()).isNull();
        assertThat(PolicyCompiler.compile(new PolicyFiles("v1", SamplePolicy.contents()))
                        .models()
                        .get("openai/gpt-5.2"))
                .extracting(model -> model.endpoints().get(1).price())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "-1",
        "-0.5",
        ".nan",
        ".inf",
        "1e3",
        "1_000",
        "010",
        "0x10",
        "1.",
        "+1",
        "12345678",
        "0.0000000000001",
        "'\"1.25\"'",
        "free",
    })
    void refusesWhatIsNoAmount(String written) {
        String shown = written.replace("\"", "");

        assertThat(problems("{ prompt: " + written + " }")).containsExactly(AT + ".prompt = " + shown + AMOUNT);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(problems("{ prompt: 1, promt: 2, image: 3, long-context: {} }"))
                .containsExactly(
                        AT + ".promt: unknown field (did you mean prompt?)",
                        AT + ".image = 3: not supported by this version",
                        AT + ".long-context: not supported by this version");
    }

    @Test
    void refusesAPriceThatIsNone() {
        assertThat(problems("{}")).containsExactly(AT + ".prompt: required");
        assertThat(problems("1.25")).containsExactly(AT + ": expected a mapping ({} for an empty one)");
        assertThat(problems("{ prompt: 1, completion: }")).containsExactly(AT + ".completion" + AMOUNT);
    }

    private static Endpoint priced(String price) {
        PolicySnapshot policy = PolicyCompiler.compile(new PolicyFiles("v1", with(price)));
        Model model = Objects.requireNonNull(policy.model("openai/gpt-5.2"));
        return model.endpoints().get(1);
    }

    private static List<String> problems(String price) {
        return PolicyEdits.problemsOf(with(price));
    }

    private static Map<String, String> with(String price) {
        return SamplePolicy.edited(PolicyEdits.MODELS, PLAIN, "model: \"the-gpt\", price: " + price + " }");
    }
}
