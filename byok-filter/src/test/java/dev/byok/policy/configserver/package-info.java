@NullMarked
package dev.byok.policy.configserver;

import org.jspecify.annotations.NullMarked;
