package dev.byok.request;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads values of which the kind is known; what is of another kind is refused, by the field's name in quotes. */
final class Values {

    private final JsonCursor json;

    Values(JsonCursor json) {
        this.json = json;
    }

    /** Takes a null; returns whether there was one. */
    boolean skipNull() {
        if (json.peek() != 'n') {
            return false;
        }
        json.skipValue();
        return true;
    }

    boolean bool(String name) {
        int next = json.peek();
        if (next != 't' && next != 'f') {
            throw new InvalidBodyException(name + " must be a boolean");
        }
        json.skipValue();
        return next == 't';
    }

    /** Reads a boolean where null is as good as nothing. */
    boolean bool(String name, boolean otherwise) {
        return skipNull() ? otherwise : bool(name);
    }

    /** Reads a string that is not empty and not too long to be a name. */
    String text(String name, String otherwise, String ifEmpty) {
        if (json.peek() != '"') {
            throw new InvalidBodyException(name + otherwise);
        }
        json.string(true);
        if (json.textIs("")) {
            throw new InvalidBodyException(name + ifEmpty);
        }
        if (json.textIsTooLong()) {
            throw new InvalidBodyException(name + " has a name longer than " + JsonReader.MAX_TEXT + " characters");
        }
        return json.text();
    }

    /** Reads a list of such strings, which may be empty. */
    List<String> texts(String name, int most) {
        String expected = " must be a list of strings";
        if (json.peek() != '[') {
            throw new InvalidBodyException(name + expected);
        }
        List<String> texts = new ArrayList<>(4);
        json.enterArray();
        while (json.nextElement()) {
            if (texts.size() == most) {
                throw new InvalidBodyException(name + " has more than " + most + " entries");
            }
            texts.add(text(name, expected, " must not hold an empty string"));
        }
        return texts;
    }

    /** Returns the string that comes next if it is one of a few words, decoded; null if it is anything else, which is taken. */
    @Nullable
    String wordOrNull(List<String> words) {
        if (json.peek() != '"') {
            json.skipValue();
            return null;
        }
        json.string(true);
        for (String word : words) {
            if (json.textIs(word)) {
                return word;
            }
        }
        return null;
    }

    /** Enters an object; anything else is refused. */
    void enterObject(String name) {
        if (json.peek() != '{') {
            throw new InvalidBodyException(name + " must be an object");
        }
        json.enterObject();
    }
}
