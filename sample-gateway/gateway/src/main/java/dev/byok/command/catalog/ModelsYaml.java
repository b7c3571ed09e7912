package dev.byok.command.catalog;

import dev.byok.command.catalog.CatalogModel.Served;
import dev.byok.price.Price;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes {@code models.yml}, one line for each endpoint, so that a review of the next import shows what has changed. */
final class ModelsYaml {

    /** What YAML takes for text without quotes, words for truth and nothing apart. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9._/@+-]*");

    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "null", "y", "n");

    private ModelsYaml() {}

    static void print(PriceListFormat format, List<CatalogModel> models, PrintWriter out) {
        TreeSet<String> providers = new TreeSet<>();
        models.forEach(model -> model.endpoints().forEach(endpoint -> providers.add(endpoint.provider())));
        out.println("# From a price list in the format of " + format.text()
                + ", by byok catalog import. Prices: USD per" + " million tokens.");
        out.println("# providers.yml has to declare: " + String.join(", ", providers));
        out.println(models.isEmpty() ? "models: {}" : "models:");
        models.forEach(model -> print(model, out));
    }

    private static void print(CatalogModel model, PrintWriter out) {
        out.println("  " + scalar(model.slug()) + ":");
        if (model.context() != null) {
            out.println("    context: " + model.context());
        }
        out.println("    endpoints:");
        model.endpoints().forEach(endpoint -> out.println("      - " + flow(endpoint)));
    }

    private static String flow(Served endpoint) {
        return "{ provider: " + scalar(endpoint.provider()) + ", model: " + scalar(endpoint.model()) + ", price: "
                + flow(endpoint.price()) + " }";
    }

    private static String flow(Price price) {
        List<String> fields = new ArrayList<>();
        add(fields, "prompt", price.prompt());
        add(fields, "completion", price.completion());
        add(fields, "cached-read", price.cachedRead());
        add(fields, "cached-write", price.cachedWrite());
        add(fields, "reasoning", price.reasoning());
        add(fields, "request", price.request());
        return "{ " + String.join(", ", fields) + " }";
    }

    private static void add(List<String> fields, String name, @Nullable BigDecimal amount) {
        if (amount != null) {
            fields.add(name + ": " + number(amount));
        }
    }

    private static String number(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }

    private static String scalar(String text) {
        boolean plain = PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT));
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
