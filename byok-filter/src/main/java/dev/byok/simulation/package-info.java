/**
 * What keys are said to answer in a test: in comes the header {@code x-byok-simulate}, out goes the outcome of each attempt
 * that is not made, and a health that others hear nothing of. Start reading at {@link dev.byok.simulation.Simulation}.
 */
@NullMarked
package dev.byok.simulation;

import org.jspecify.annotations.NullMarked;
