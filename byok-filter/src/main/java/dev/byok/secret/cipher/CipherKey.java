package dev.byok.secret.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.byok.secret.CipherText;
import dev.byok.secret.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * The gateway's own key, by which values in a policy are encrypted: a Tink keyset of AES-256-GCM. What it encrypts names the
 * key used, so that an older one can still be read after a newer has been added. The owner's name is authenticated with the
 * value: a ciphertext that is moved to another's file cannot be read there.
 */
public final class CipherKey {

    private static final String CONTEXT = "byok/secret/";

    private final KeysetHandle keys;
    private final Aead aead;

    private CipherKey(KeysetHandle keys) throws GeneralSecurityException {
        this.keys = keys;
        this.aead = keys.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /** Returns a new one. */
    public static CipherKey generate() {
        try {
            AeadConfig.register();
            return new CipherKey(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    /**
     * Reads one from where it is kept.
     *
     * @throws IllegalArgumentException if it is none; the message quotes nothing
     */
    public static CipherKey parse(Secret json) {
        try {
            AeadConfig.register();
            return new CipherKey(TinkJsonProtoKeysetFormat.parseKeyset(json.apiKey(), InsecureSecretKeyAccess.get()));
        } catch (GeneralSecurityException e) {
            // Its message may quote what was parsed.
            throw new IllegalArgumentException("expected a key as byok encrypt --new-key makes it");
        }
    }

    /** Returns this with a further key, by which is encrypted from now on. */
    public CipherKey renewed() {
        try {
            return new CipherKey(KeysetHandle.newBuilder(keys)
                    .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                            .withRandomId()
                            .makePrimary())
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM has no AES-256-GCM", e);
        }
    }

    /** Returns the key as text of one line, to be kept where {@link #parse} finds it and nobody else. */
    public byte[] toJson() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keys, InsecureSecretKeyAccess.get())
                    .replaceAll("\\s", "")
                    .getBytes(UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the key cannot be written", e);
        }
    }

    /** Returns the value for its owner, a workspace or {@link CipherText#SHARED_CAPACITY}. */
    public CipherText encrypt(String owner, Secret value) {
        byte[] plain = value.apiKey().getBytes(UTF_8);
        try {
            return new CipherText(owner, aead.encrypt(plain, context(owner)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the value cannot be encrypted", e);
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /**
     * Returns the value.
     *
     * @throws GeneralSecurityException if it was encrypted by another key, for another owner, or has been changed
     */
    byte[] decrypt(CipherText text) throws GeneralSecurityException {
        return aead.decrypt(text.bytes(), context(text.owner()));
    }

    private static byte[] context(String owner) {
        return (CONTEXT + owner).getBytes(UTF_8);
    }
}
