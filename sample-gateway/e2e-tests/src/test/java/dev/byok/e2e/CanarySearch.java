package dev.byok.e2e;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for planted secrets, in all their forms, and for any piece of {@value #PIECE} characters of them: of one that is
 * split in two, the longer half is more than that.
 */
final class CanarySearch {

    static final int PIECE = 12;

    private static final int BITS = 1 << 22;

    private final Map<String, String> pieces = new HashMap<>();
    /** Which pieces there may be, by hash: nearly every place of a text is passed by one look. */
    private final BitSet known = new BitSet(BITS);

    CanarySearch(Collection<Canary> canaries) {
        for (Canary canary : canaries) {
            CanaryForms.of(canary.core()).forEach((form, text) -> {
                for (int at = 0; at + PIECE <= text.length(); at++) {
                    String piece = text.substring(at, at + PIECE);
                    pieces.putIfAbsent(piece, canary.what() + " (" + form + ")");
                    known.set(slot(hash(piece, 0)));
                }
            });
        }
    }

    /** Returns what was found in texts that came one after the other, each also continued by the next. */
    Set<String> in(List<String> texts) {
        Set<String> found = new LinkedHashSet<>();
        texts.forEach(text -> CanaryForms.readings(text).forEach(reading -> search(reading, found)));
        search(String.join("", texts), found);
        search(seams(texts), found);
        return found;
    }

    /** Each text's end with the beginning of the next, as if nothing stood between two events: no line end, no quote. */
    private static String seams(List<String> texts) {
        List<String> stripped = new ArrayList<>();
        texts.forEach(text -> stripped.add(text.replaceAll("^[\\s\"',:]+|[\\s\"',:]+$", "")));
        return String.join("", stripped);
    }

    private void search(String text, Set<String> found) {
        for (int at = 0; at + PIECE <= text.length(); at++) {
            if (known.get(slot(hash(text, at)))) {
                String what = pieces.get(text.substring(at, at + PIECE));
                if (what != null) {
                    found.add(what);
                }
            }
        }
    }

    private static int hash(String text, int at) {
        int hash = 0;
        for (int i = 0; i < PIECE; i++) {
            hash = hash * 31 + text.charAt(at + i);
        }
        return hash;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 15) & BITS - 1;
    }
}
