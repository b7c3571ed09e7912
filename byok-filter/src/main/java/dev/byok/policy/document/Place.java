package dev.byok.policy.document;

import dev.byok.policy.SourceLocation;

/** Where in the policy something stands; its path is safe to print. */
record Place(String file, int line, String path) {

    static Place of(String file, int line) {
        return new Place(file, line, "");
    }

    Place field(String name, int fieldLine) {
        String shown = Shown.text(name);
        return new Place(file, fieldLine, path.isEmpty() ? shown : path + "." + shown);
    }

    Place item(int index, int itemLine) {
        return new Place(file, itemLine, path + "[" + index + "]");
    }

    /** Returns the place around this one, as far as its path tells; the file at last. */
    Place enclosing() {
        int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
        return new Place(file, line, path.substring(0, Math.max(0, end)));
    }

    SourceLocation location() {
        return new SourceLocation(file, line);
    }

    /** Returns the place for use inside a sentence. */
    @Override
    public String toString() {
        return file + ":" + line + " " + path;
    }
}
