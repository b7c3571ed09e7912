package dev.byok.dialect;

/** Something of a request is not what the caller's own dialect has there, so that nobody can be told it. */
public final class MalformedException extends UnsayableException {

    private static final long serialVersionUID = 1L;

    /** @param field as in {@code messages[2].role} */
    public MalformedException(String field) {
        super(field);
    }
}
