package dev.byok.policy.document;

import dev.byok.policy.ProviderKey;

/** A key and the section it was read from, for what can only be said once everything else has been read. */
record WrittenKey(ProviderKey key, Section section) {}
