package dev.byok.policy.document;

import dev.byok.policy.Glob;
import dev.byok.policy.NameList;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads names of regions. They are the policy's own, and compared letter by letter: so there is one way to write one. */
final class Regions {

    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private Regions() {}

    /** Returns the region that a field of a section names; null where none does. */
    static @Nullable String read(Section section, String field) {
        Value value = section.get(field);
        return value == null ? null : read(value);
    }

    /** Returns the regions that {@code regions} of a section allows, as one list; none where it says nothing. */
    static List<NameList> allowed(Section section) {
        Value value = section.get("regions");
        List<Glob> names = new ArrayList<>();
        for (Value item : section.list("regions")) {
            String region = read(item);
            if (region != null) {
                names.add(Glob.of(region));
            }
        }
        return value == null || names.isEmpty()
                ? List.of()
                : List.of(NameList.allowing(names, value.place().location()));
    }

    private static @Nullable String read(Value value) {
        String text = value.text();
        if (text == null || REGION.matcher(text).matches()) {
            return text;
        }
        value.problem("expected a region such as eu or us-east-1: lower-case letters, digits and -");
        return null;
    }
}
