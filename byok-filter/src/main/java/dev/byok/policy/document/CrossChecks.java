package dev.byok.policy.document;

/**
 * What is wrong with a workspace although each part of it is right: parts that can never come together. Keys are judged
 * as if each were switched on and not expired, because a key must be free to go out of service at any time. What follows
 * from something else that is wrong is not guessed.
 */
final class CrossChecks {

    private final Catalog models;
    private final Problems problems;
    private final UnservedCallers unserved;

    CrossChecks(Catalog models, Problems problems) {
        this.models = models;
        this.problems = problems;
        this.unserved = new UnservedCallers(isSound(Layout.PROFILES) && isSound(Layout.MANIFEST, "defaults"));
    }

    void check(WrittenWorkspace written) {
        boolean keysAreSound = written.root().areSound("keys")
                && problems.isSound(written.grant().place());
        boolean allIsSound = keysAreSound && isSound(written.grant().file()) && models.isCertain();
        NamedCallers.check(written);
        if (keysAreSound) {
            unserved.check(written);
        }
        if (allIsSound) {
            EndedKeys.check(written, models);
        }
    }

    private boolean isSound(String file) {
        return problems.isSound(Place.of(file, 0));
    }

    private boolean isSound(String file, String section) {
        return problems.isSound(Place.of(file, 0).field(section, 0));
    }
}
