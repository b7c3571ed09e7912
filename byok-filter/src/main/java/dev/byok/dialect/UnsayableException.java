package dev.byok.dialect;

/** Something of a request cannot be said; has no stack since a caller may send any number of these. */
public class UnsayableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String field;

    /** @param field as in {@code messages[2].name} */
    public UnsayableException(String field) {
        super(field, null, false, false);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
