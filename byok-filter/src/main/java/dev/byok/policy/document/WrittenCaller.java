package dev.byok.policy.document;

import dev.byok.policy.Caller;

/** A caller and the section it was read from, for what can only be said once everything else has been read. */
record WrittenCaller(Caller caller, Section section) {}
