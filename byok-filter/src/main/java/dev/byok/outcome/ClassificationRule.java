package dev.byok.outcome;

import java.util.function.Predicate;

/** One row of the classification table. */
record ClassificationRule(Predicate<Answer> when, OutcomeClass outcomeClass, SubClass subClass) {

    static ClassificationRule rule(Predicate<Answer> when, OutcomeClass outcomeClass) {
        return rule(when, outcomeClass, SubClass.NONE);
    }

    static ClassificationRule rule(Predicate<Answer> when, OutcomeClass outcomeClass, SubClass subClass) {
        return new ClassificationRule(when, outcomeClass, subClass);
    }

    boolean matches(Answer answer) {
        return when.test(answer);
    }
}
