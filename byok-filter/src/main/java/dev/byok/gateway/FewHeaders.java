package dev.byok.gateway;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.util.MultiValueMap;

/**
 * What {@link HttpHeaders} are kept in where there are a handful of them. Names are looked up one after the other without
 * regard to case: Spring's own map changes each into lower case and hashes it twice, which costs more than all that is
 * done with them here. Nothing here changes a list of values in place, so that copies share them. Not thread-safe.
 */
final class FewHeaders extends AbstractMap<String, List<String>> implements MultiValueMap<String, String> {

    private static final int USUAL = 6;

    private final List<Entry<String, List<String>>> headers;

    FewHeaders() {
        headers = new ArrayList<>(USUAL);
    }

    FewHeaders(FewHeaders other) {
        headers = new ArrayList<>(other.size() + USUAL);
        for (Entry<String, List<String>> header : other.headers) {
            headers.add(new SimpleEntry<>(header));
        }
    }

    /** Returns what these headers hold now. */
    static FewHeaders copyOf(HttpHeaders headers) {
        FewHeaders copy = new FewHeaders();
        headers.forEach((name, values) -> copy.headers.add(new SimpleEntry<>(name, new ArrayList<>(values))));
        return copy;
    }

    /** Makes of the target, which holds what {@code before} does, what this holds. */
    void writeChanges(FewHeaders before, HttpHeaders target) {
        for (Entry<String, List<String>> header : before.headers) {
            if (!containsKey(header.getKey())) {
                target.remove(header.getKey());
            }
        }
        for (Entry<String, List<String>> header : headers) {
            if (header.getValue() != before.get(header.getKey())) {
                target.put(header.getKey(), header.getValue());
            }
        }
    }

    @Override
    public int size() {
        return headers.size();
    }

    @Override
    public boolean containsKey(Object name) {
        return find(name) != null;
    }

    @Override
    public @Nullable List<String> get(Object name) {
        Entry<String, List<String>> header = find(name);
        return header == null ? null : header.getValue();
    }

    @Override
    public @Nullable String getFirst(String name) {
        List<String> values = get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public @Nullable List<String> put(String name, List<String> values) {
        Entry<String, List<String>> header = find(name);
        if (header != null) {
            return header.setValue(values);
        }
        headers.add(new SimpleEntry<>(name, values));
        return null;
    }

    @Override
    public void set(String name, @Nullable String value) {
        put(name, listOf(value));
    }

    @Override
    public void add(String name, @Nullable String value) {
        addAll(name, listOf(value));
    }

    @Override
    public void addAll(String name, List<? extends String> more) {
        List<String> before = get(name);
        if (before == null) {
            put(name, new ArrayList<>(more));
        } else {
            List<String> all = new ArrayList<>(before);
            all.addAll(more);
            put(name, all);
        }
    }

    @Override
    public void addAll(MultiValueMap<String, String> more) {
        more.forEach(this::addAll);
    }

    @Override
    public void setAll(Map<String, String> all) {
        all.forEach(this::set);
    }

    @Override
    public Map<String, String> toSingleValueMap() {
        Map<String, String> firsts = new LinkedHashMap<>();
        for (Entry<String, List<String>> header : headers) {
            if (!header.getValue().isEmpty()) {
                firsts.put(header.getKey(), header.getValue().get(0));
            }
        }
        return firsts;
    }

    @Override
    public @Nullable List<String> remove(Object name) {
        Entry<String, List<String>> header = find(name);
        if (header == null) {
            return null;
        }
        headers.remove(header);
        return header.getValue();
    }

    @Override
    public Set<Entry<String, List<String>>> entrySet() {
        return new AbstractSet<>() {

            @Override
            public Iterator<Entry<String, List<String>>> iterator() {
                return headers.iterator();
            }

            @Override
            public int size() {
                return headers.size();
            }
        };
    }

    private @Nullable Entry<String, List<String>> find(Object name) {
        if (name instanceof String wanted) {
            for (int i = 0; i < headers.size(); i++) {
                if (wanted.equalsIgnoreCase(headers.get(i).getKey())) {
                    return headers.get(i);
                }
            }
        }
        return null;
    }

    /** Without a value it is as if there were none: a header has no other way to say so. */
    private static List<String> listOf(@Nullable String value) {
        List<String> values = new ArrayList<>(1);
        if (value != null) {
            values.add(value);
        }
        return values;
    }
}
