package dev.byok.demo;

import java.util.UUID;

/** Identifiers of answers, unlike each other. */
final class Ids {

    private Ids() {}

    static String next() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
