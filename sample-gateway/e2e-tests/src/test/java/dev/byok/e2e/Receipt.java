package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The line that the gateway writes of one generation. */
record Receipt(String generation, String outcome, List<Tried> attempts) {

    private static final Pattern FIELD = Pattern.compile("(\\w+)=(\\S+)");
    private static final Pattern ATTEMPT = Pattern.compile("attempt\\d+");

    /** One attempt as the gateway has it. */
    record Tried(String provider, String key, String tier, String status, String outcome) {

        static Tried of(String text) {
            String[] parts = text.split("/", -1);
            return new Tried(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }
    }

    static Receipt of(String line) {
        String generation = "";
        String outcome = "";
        List<Tried> attempts = new ArrayList<>();
        Matcher field = FIELD.matcher(line);
        while (field.find()) {
            String name = field.group(1);
            if (name.equals("generation")) {
                generation = field.group(2);
            } else if (name.equals("outcome")) {
                outcome = field.group(2);
            } else if (ATTEMPT.matcher(name).matches()) {
                attempts.add(Tried.of(field.group(2)));
            }
        }
        return new Receipt(generation, outcome, attempts);
    }

    /** Returns the attempts as the providers should have seen them, where the secret of key {@code x} is {@code sk-x}. */
    List<UpstreamLog.Seen> asSeen() {
        return attempts.stream()
                .map(tried -> new UpstreamLog.Seen(tried.provider(), "sk-" + tried.key()))
                .toList();
    }
}
