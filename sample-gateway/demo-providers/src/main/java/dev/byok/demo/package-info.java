/**
 * Providers to try failover against: requests in OpenAI's shape enter, and what a real provider would say to such a key
 * leaves. Start at {@link dev.byok.demo.DemoProvider}; {@link dev.byok.demo.Behaviour} lists what a key can be.
 *
 * <p>Shapes and error bodies follow OpenAI's API reference and recorded answers of its API, 2025-08 to 2026-11.
 */
@NullMarked
package dev.byok.demo;

import org.jspecify.annotations.NullMarked;
