/** What happened to each generation: its identity and the line that is written of it. */
@NullMarked
package dev.byok.ledger;

import org.jspecify.annotations.NullMarked;
