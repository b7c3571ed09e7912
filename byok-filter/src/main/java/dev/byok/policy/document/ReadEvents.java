package dev.byok.policy.document;

import java.util.List;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.parser.Parser;

/** What a text consists of, read before: nodes are made of it without reading the text again, which is most of the work. */
final class ReadEvents implements Parser {

    private final List<Event> events;
    private int next;

    /** @param events of a whole stream, its end included */
    ReadEvents(List<Event> events) {
        this.events = events;
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return peekEvent().is(choice);
    }

    @Override
    public Event peekEvent() {
        return events.get(next);
    }

    @Override
    public Event getEvent() {
        return events.get(next++);
    }
}
