/**
 * A Spring Cloud Config server and one endpoint more: the policy of a commit, whole, from Git's own objects. Start at
 * {@link dev.byok.config.PolicyEndpoint}.
 */
@NullMarked
package dev.byok.config;

import org.jspecify.annotations.NullMarked;
