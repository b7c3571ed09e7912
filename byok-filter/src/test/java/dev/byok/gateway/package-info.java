/** Tests of the parts of the gateway's filters, without a gateway. */
@NullMarked
package dev.byok.gateway;

import org.jspecify.annotations.NullMarked;
