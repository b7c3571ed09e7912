/** What tokens cost: a price and counts of tokens enter, an exact amount leaves. Start at {@link dev.byok.price.Price}. */
@NullMarked
package dev.byok.price;

import org.jspecify.annotations.NullMarked;
