/** {@code byok schema}: the JSON Schemas of the policy's files, for editors. */
@NullMarked
package dev.byok.command.schema;

import org.jspecify.annotations.NullMarked;
