/**
 * The policy out of a Git repository by way of a Spring Cloud Config server: what enters is where the server is, what
 * leaves is the files of one commit. Start at {@link dev.byok.policy.configserver.ConfigServerPolicySource}.
 */
@NullMarked
package dev.byok.policy.configserver;

import org.jspecify.annotations.NullMarked;
