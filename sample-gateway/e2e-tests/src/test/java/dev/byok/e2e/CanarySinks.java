package dev.byok.e2e;

import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What comes out of a gateway, by place: where it came out, and every text that did. */
final class CanarySinks {

    private CanarySinks() {}

    /** Texts by place, in the order in which they came. Thread-safe. */
    static final class Sink {

        private final Map<String, List<String>> texts = new TreeMap<>();

        synchronized Sink add(String place, String text) {
            texts.computeIfAbsent(place, any -> new ArrayList<>()).add(text);
            return this;
        }

        synchronized Set<String> places() {
            return Set.copyOf(texts.keySet());
        }

        /** Returns what was found and where, each as {@code place: secret (form)}. */
        synchronized Set<String> leaks(Collection<Canary> canaries) {
            CanarySearch search = new CanarySearch(canaries);
            Set<String> leaks = new TreeSet<>();
            texts.forEach((place, all) -> search.in(all).forEach(found -> leaks.add(place + ": " + found)));
            return leaks;
        }
    }

    /** Returns what was logged, by logger. */
    static Sink log(List<ILoggingEvent> events) {
        Sink sink = new Sink();
        events.forEach(
                event -> sink.add("log " + event.getLoggerName(), event.getMDCPropertyMap() + TracedLog.text(event)));
        return sink;
    }

    /** Returns all meters with their tags, descriptions and values. */
    static Sink meters(MeterRegistry registry) {
        Sink sink = new Sink();
        registry.getMeters().forEach(meter -> {
            String place = "meter " + meter.getId().getName();
            sink.add(place, meter.getId().getName() + " " + meter.getId().getDescription());
            meter.getId().getTags().forEach(tag -> sink.add(place, tag.getKey() + "=" + tag.getValue()));
            meter.measure().forEach(measured -> sink.add(place, String.valueOf(measured)));
        });
        return sink;
    }
}
