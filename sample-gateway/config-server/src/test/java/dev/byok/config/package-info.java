@NullMarked
package dev.byok.config;

import org.jspecify.annotations.NullMarked;
