package dev.byok.policy.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.DocumentStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/** One file's text as nodes with line numbers: bounded, a single document, a tree without aliases. */
final class YamlDocument {

    static final int MAX_LENGTH = 1 << 20;
    static final int MAX_DEPTH = 20;

    /** What the parser may say about a text: the sentences of it that quote nothing. */
    private static final Set<String> HARMLESS = Set.of(
            "mapping values are not allowed here",
            "could not find expected ':'",
            "found unexpected end of stream",
            "sequence entries are not allowed here");

    private YamlDocument() {}

    /** Returns the root, null for a file that says nothing or could not be read; the latter is reported. */
    static Result read(String file, String text, Problems problems) {
        if (text.length() > MAX_LENGTH) {
            problems.add(Place.of(file, 0), null, "longer than " + MAX_LENGTH + " characters");
            return Result.UNREADABLE;
        }
        try {
            List<Event> events = new ArrayList<>();
            return isPlainTree(file, text, events, problems) ? compose(file, events, problems) : Result.UNREADABLE;
        } catch (YAMLException e) {
            problems.add(Place.of(file, lineOf(e)), null, "not valid YAML" + harmless(e));
            return Result.UNREADABLE;
        }
    }

    /** @param events takes what the text consists of */
    private static boolean isPlainTree(String file, String text, List<Event> events, Problems problems) {
        int documents = 0;
        int depth = 0;
        for (Event event : new Yaml(options()).parse(new StringReader(text))) {
            events.add(event);
            int line = event.getStartMark().getLine() + 1;
            if (event instanceof AliasEvent) {
                problems.add(Place.of(file, line), null, "aliases are not supported: write it out");
                return false;
            }
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.add(Place.of(file, line), null, "expected one document");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
                problems.add(Place.of(file, line), null, "nested deeper than " + MAX_DEPTH);
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }

    private static Result compose(String file, List<Event> events, Problems problems) {
        Node root = new Composer(new ReadEvents(events), new Resolver(), options()).getSingleNode();
        if (root == null || Tag.NULL.equals(root.getTag())) {
            return new Result(new Section(Place.of(file, 1), List.of(), problems), null);
        }
        if (root instanceof MappingNode mapping) {
            Place place = Place.of(file, root.getStartMark().getLine() + 1);
            return new Result(Section.of(place, mapping, problems), root);
        }
        problems.add(Place.of(file, 1), null, "expected a mapping");
        return new Result(null, root);
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_LENGTH + 1);
        options.setNestingDepthLimit(MAX_DEPTH + 1);
        return options;
    }

    private static int lineOf(YAMLException e) {
        Mark mark = e instanceof MarkedYAMLException marked ? marked.getProblemMark() : null;
        return mark == null ? 0 : mark.getLine() + 1;
    }

    private static String harmless(YAMLException e) {
        String problem = e instanceof MarkedYAMLException marked ? marked.getProblem() : null;
        return problem != null && HARMLESS.contains(problem) ? " (" + problem + ")" : "";
    }

    /**
     * @param section the file's fields; null where they could not be read
     * @param root what to look for credentials in; null where there is nothing
     */
    record Result(@Nullable Section section, @Nullable Node root) {

        static final Result UNREADABLE = new Result(null, null);
    }
}
