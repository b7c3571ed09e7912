/**
 * AWS's credentials, and the signature by which a request shows that its sender has them. What a secret says enters, headers
 * leave; nothing here waits for anything. Start at {@link dev.byok.aws.SigV4}.
 */
@NullMarked
package dev.byok.aws;

import org.jspecify.annotations.NullMarked;
