package dev.byok.policy.document;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Looks for credentials in one file: every key and value, and every line, comments and broken files included. */
final class CredentialScan {

    static final String EXPECTATION = "looks like a credential: put it into a secret store, revoke it, and refer to it";

    private final String file;
    private final Problems problems;
    private final BitSet reported = new BitSet();

    private CredentialScan(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * Reports each credential found once.
     *
     * @param root the parsed text; null where it could not be parsed
     */
    static void scan(String file, String text, @Nullable Node root, Problems problems) {
        CredentialScan scan = new CredentialScan(file, problems);
        if (root != null) {
            scan.node(Place.of(file, 1), root);
        }
        if (CredentialPatterns.isMarked(text)) {
            scan.lines(text.lines().toList());
        }
    }

    private void node(Place place, Node node) {
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> tuple(place, tuple));
        } else if (node instanceof SequenceNode sequence) {
            int index = 0;
            for (Node item : sequence.getValue()) {
                node(place.item(index++, lineOf(item)), item);
            }
        } else if (node instanceof ScalarNode scalar) {
            scalar(place, scalar);
        }
    }

    private void tuple(Place place, NodeTuple tuple) {
        Node key = tuple.getKeyNode();
        String name = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
        Place field = place.field(name, lineOf(key));
        node(field, key);
        node(field, tuple.getValueNode());
    }

    private void scalar(Place place, ScalarNode scalar) {
        if (CredentialPatterns.found(scalar.getValue())) {
            problems.add(place, null, EXPECTATION);
            reported.set(lineOf(scalar), scalar.getEndMark().getLine() + 2);
        }
    }

    private void lines(List<String> lines) {
        for (int line = 1; line <= lines.size(); line++) {
            if (!reported.get(line) && CredentialPatterns.found(lines.get(line - 1))) {
                problems.add(Place.of(file, line), null, EXPECTATION);
            }
        }
    }

    private static int lineOf(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
