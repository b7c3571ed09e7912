/** The catalog of models: public price lists in, entries of {@code models.yml} out. Start reading at {@code CatalogImportCommand}. */
@NullMarked
package dev.byok.command.catalog;

import org.jspecify.annotations.NullMarked;
