package dev.byok.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PriceTests {

    @Test
    void countsPromptAndCompletionPerMillionTokensWithoutRounding() {
        Price price = price("1.25", "10", null, null, null, null);

        BigDecimal cost = price.of(Tokens.of(3, 7));

        assertThat(cost).isEqualByComparingTo("0.00007375");
    }

    @Test
    void chargesPartsOfPromptAndCompletionByTheirOwnPrice() {
        Price price = price("1", "10", "0.1", "2", "20", null);

        BigDecimal cost = price.of(new Tokens(1_000_000, 500_000, 250_000, 1_000_000, 400_000));

        assertThat(cost).isEqualByComparingTo("14.8"); // 0.25 + 0.05 + 0.5 + 6 + 8
    }

    @Test
    void chargesPartsLikeTheirWholeWhereNothingElseIsSaid() {
        Price price = price("1", "10", null, null, null, null);

        assertThat(price.of(new Tokens(500, 100, 200, 40, 30))).isEqualTo(price.of(Tokens.of(500, 40)));
    }

    @Test
    void chargesEachRequest() {
        assertThat(price("0", "0", null, null, null, "0.005").of(Tokens.of(10, 10)))
                .isEqualByComparingTo("0.005");
    }

    @Test
    void knowsNoCostOfAnAnswerWithoutItsPrice() {
        Price promptOnly = price("0.02", null, null, null, null, null);

        assertThat(promptOnly.of(Tokens.of(1_000_000, 1))).isNull();
        assertThat(promptOnly.of(Tokens.of(1_000_000, 0))).isEqualByComparingTo("0.02");
    }

    @Test
    void knowsTheCostOfAnAnswerThatIsAllReasoningByThePriceOfReasoning() {
        Price price = price("0", null, null, null, "4", null);

        assertThat(price.of(new Tokens(0, 0, 0, 1_000_000, 1_000_000))).isEqualByComparingTo("4");
        assertThat(price.of(new Tokens(0, 0, 0, 1_000_000, 999_999))).isNull();
    }

    @Test
    void cutsPartsThatAreReportedLargerThanTheirWhole() {
        assertThat(new Tokens(10, 8, 8, 5, 9)).isEqualTo(new Tokens(10, 8, 2, 5, 5));
    }

    @Test
    void countsFromNought() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.of(-1, 0));
    }

    @Test
    void staysExactForTheLargestCounts() {
        Price price = price("9999999", "9999999", null, null, null, null);

        assertThat(price.of(Tokens.of(Long.MAX_VALUE, 0)))
                .isEqualByComparingTo(new BigDecimal("9999999").multiply(new BigDecimal("9223372036854.775807")));
    }

    private static Price price(
            String prompt,
            @Nullable String completion,
            @Nullable String cachedRead,
            @Nullable String cachedWrite,
            @Nullable String reasoning,
            @Nullable String request) {
        return new Price(
                new BigDecimal(prompt),
                decimal(completion),
                decimal(cachedRead),
                decimal(cachedWrite),
                decimal(reasoning),
                decimal(request));
    }

    private static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }
}
