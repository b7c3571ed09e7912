/**
 * What it costs to say one request in another dialect's words. Start at {@link
 * dev.byok.benchmark.translation.TranslationBenchmark}.
 */
@NullMarked
package dev.byok.benchmark.translation;

import org.jspecify.annotations.NullMarked;
