package dev.byok.policy.document;

import dev.byok.policy.SourceLocation;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A mapping of a policy file: fields by name, in the order of the file. What is wrong is reported, and then absent. */
final class Section {

    private final Place place;
    private final Problems problems;
    private final Map<String, Value> fields = new LinkedHashMap<>();

    Section(Place place, List<NodeTuple> tuples, Problems problems) {
        this.place = place;
        this.problems = problems;
        tuples.forEach(this::add);
    }

    static Section of(Place place, MappingNode node, Problems problems) {
        return new Section(place, node.getValue(), problems);
    }

    private void add(NodeTuple tuple) {
        Node keyNode = tuple.getKeyNode();
        int line = keyNode.getStartMark().getLine() + 1;
        if (!(keyNode instanceof ScalarNode key)) {
            problems.add(new Place(place.file(), line, place.path()), null, "expected a name as key");
            return;
        }
        Place at = place.field(key.getValue(), line);
        if (Tag.MERGE.equals(key.getTag())) {
            problems.add(at, null, "merge keys are not supported");
        } else if (!Tag.STR.equals(key.getTag())) {
            problems.add(at, null, "expected a name as key (put it in quotes)");
        } else if (fields.containsKey(key.getValue())) {
            problems.add(at, null, "duplicate key");
        } else {
            fields.put(key.getValue(), new Value(at, tuple.getValueNode(), problems));
        }
    }

    Place place() {
        return place;
    }

    SourceLocation location() {
        return place.location();
    }

    /** Returns whether nothing wrong has been found in it so far. */
    boolean isSound() {
        return problems.isSound(place);
    }

    /** Returns whether nothing wrong has been found so far in some of its fields. */
    boolean areSound(String... names) {
        return Arrays.stream(names).allMatch(name -> problems.isSound(place.field(name, 0)));
    }

    /** Reports fields that are unknown or not built yet. */
    Section only(Fields known) {
        fields.forEach((name, value) -> {
            if (known.unsupported().contains(name)) {
                value.problem(Problems.NOT_SUPPORTED);
            } else if (!known.supported().contains(name)) {
                // Never with its value: the field may be a misspelt "secret".
                value.silentProblem(unknown(name, known.all()));
            }
        });
        return this;
    }

    private String unknown(String name, Collection<String> known) {
        String home = place.path().isEmpty() ? Layout.homeOf(name) : null;
        return home == null ? "unknown field" + Suggestion.of(name, known) : "belongs in " + home;
    }

    /** Reports fields that are not there. */
    Section require(String... names) {
        for (String name : names) {
            if (!fields.containsKey(name)) {
                problems.add(place.field(name, place.line()), null, "required");
            }
        }
        return this;
    }

    /** Reports the section as a whole. */
    void problem(String expectation) {
        problems.add(place, null, expectation);
    }

    /** Returns all fields, for sections whose names are the policy's own. */
    Map<String, Value> entries() {
        return fields;
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    @Nullable
    Value get(String name) {
        return fields.get(name);
    }

    boolean flag(String name, boolean otherwise) {
        Value value = fields.get(name);
        return value == null ? otherwise : value.flag(otherwise);
    }

    @Nullable
    Integer integer(String name, int from, int to) {
        Value value = fields.get(name);
        return value == null ? null : value.integer(from, to);
    }

    @Nullable
    Duration duration(String name) {
        Value value = fields.get(name);
        return value == null ? null : value.duration();
    }

    @Nullable
    Instant instant(String name) {
        Value value = fields.get(name);
        return value == null ? null : value.instant();
    }

    /** Returns which of the supported words stands there; null where none does. */
    @Nullable
    String word(String name, List<String> supported, String... unsupported) {
        Value value = fields.get(name);
        return value == null ? null : value.word(supported, List.of(unsupported));
    }

    @Nullable
    Section section(String name) {
        Value value = fields.get(name);
        return value == null ? null : value.section();
    }

    /** Returns the fields of a section whose names are the policy's own; empty where there is none. */
    Map<String, Value> entries(String name) {
        Section section = section(name);
        return section == null ? Map.of() : section.entries();
    }

    /** Returns the items; empty where there are none. An empty list is a problem: it could mean none or all. */
    List<Value> list(String name) {
        Value value = fields.get(name);
        return value == null ? List.of() : value.list();
    }
}
