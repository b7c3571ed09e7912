package dev.byok.policy.document;

import dev.byok.secret.CipherText;
import dev.byok.secret.SecretReference;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the references of each scheme are written: what their location and their field may hold. What a vendor allows is
 * taken from its documentation, 2026-11; where one allows nearly everything, this allows what needs no escaping in a URL.
 */
enum ReferenceForm {

    /** Below one of the declared roots; the field is one of a JSON object. */
    FILE(
            "file",
            "(?:/[^/\\\\#*\\p{Cntrl}]+)+",
            Chars.FIELD,
            false,
            "expected file:/path#field, absolute, without . or .. or empty segments",
            Chars.FIELD_EXPECTED),

    /** One of our own variables. */
    ENV("env", "BYOK_[A-Z0-9_]+", null, false, "expected env:BYOK_NAME, in capitals, digits and _", null),

    /**
     * The mount and the path below it, as {@code vault kv get} takes them; without the API's {@code data/}. No colon: a client
     * might take what begins like a URL for one.
     */
    VAULT(
            "vault",
            Chars.PATH + "+/" + Chars.PATH + "+(?:/" + Chars.PATH + "+)*",
            Chars.FIELD,
            true,
            "expected vault:mount/path#field, of letters, digits and . _ ~ @ + = , - in each segment, without . or .. or"
                    + " empty segments",
            "expected vault:mount/path#field, with a field of letters, digits and . _ - after the #"),

    /** Names may begin with a slash, which is then a part of them. */
    AWS_SM(
            "aws-sm",
            "(?=.{1,512}$)/?[A-Za-z0-9_+=.@-]+(?:/[A-Za-z0-9_+=.@-]+)*",
            Chars.FIELD,
            false,
            "expected aws-sm:name#field, with a name of letters, digits and / _ + = . @ - (at most 512), without . or .. or"
                    + " empty segments",
            Chars.FIELD_EXPECTED),

    /** Credentials that AWS gives for a while, for requests that are signed: those of a role, with its external id if any. */
    AWS_ROLE(
            "aws-role",
            "arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}",
            "[A-Za-z0-9_+=,.@:/-]{2,1224}",
            false,
            "expected aws-role:arn:aws:iam::ACCOUNT:role/NAME#external-id, with an account of 12 digits",
            "expected an external id after the #: letters, digits and _ + = , . @ : / - (2 to 1224)"),

    /** The same of the gateway's own identity. */
    AWS_IDENTITY("aws-identity", "default", null, false, "expected aws-identity:default", null),

    /** The project's id or number; the field is a version's number or alias. */
    GCP_SM(
            "gcp-sm",
            "projects/(?:[0-9]+|[a-z](?:[a-z0-9.:-]*[a-z0-9])?)/secrets/[A-Za-z0-9_-]{1,255}",
            "[0-9]{1,18}|[A-Za-z][A-Za-z0-9_-]{0,62}",
            false,
            "expected gcp-sm:projects/PROJECT/secrets/SECRET#version, with a project of small letters, digits and - and a"
                    + " secret of letters, digits and _ - (at most 255)",
            "expected a version after the #: a number, or an alias of letters, digits and _ - (at most 63)"),

    /** A vault's name, not its host; of a secret always the newest version. */
    AZURE_KV(
            "azure-kv",
            "(?=[^/]{3,24}/)[A-Za-z](?:-?[A-Za-z0-9])+/[A-Za-z0-9-]{1,127}",
            null,
            false,
            "expected azure-kv:vault/name, with a vault of letters, digits and single - (3 to 24) and a name of letters,"
                    + " digits and - (at most 127), without a #field",
            null),

    /**
     * The folder below the root of the project and environment that the gateway has been set up for, and the secret's name in
     * it. A name that begins with a dot could climb in the URL.
     */
    INFISICAL(
            "infisical",
            "[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*",
            "[A-Za-z0-9_-][A-Za-z0-9._-]*",
            true,
            "expected infisical:folder/folder#NAME, with folders of letters, digits and _ -, without a slash before or after"
                    + " them",
            "expected infisical:folder/folder#NAME, with the secret's name of letters, digits and . _ - after the #"),

    /** Whose the value is, and its ciphertext in hexadecimal digits: no known format of a credential can be seen in them. */
    CIPHER(
            "cipher",
            "(?:" + CipherText.SHARED_CAPACITY + "|" + Chars.NAME + ")/[0-9a-f]{2,}",
            null,
            false,
            "expected cipher:workspace/ciphertext, as byok encrypt prints it",
            null);

    /** For a text that begins like none of them. */
    static final String EXPECTED =
            "expected a reference such as vault:secret/team/openai#key or file:/run/secrets/name";

    /** In characters; the longest are ciphertexts. */
    private static final int LIMIT = 4096;

    static final List<String> SCHEMES =
            Stream.of(values()).map(form -> form.scheme).toList();

    private final String scheme;
    private final Pattern location;
    private final @Nullable Pattern field;
    private final boolean fieldRequired;
    private final String expected;
    private final @Nullable String fieldExpected;

    /**
     * @param field what may stand behind the {@code #}; null where nothing may
     */
    ReferenceForm(
            String scheme,
            String location,
            @Nullable String field,
            boolean fieldRequired,
            String expected,
            @Nullable String fieldExpected) {
        this.scheme = scheme;
        this.location = Pattern.compile(location);
        this.field = field == null ? null : Pattern.compile(field);
        this.fieldRequired = fieldRequired;
        this.expected = expected;
        this.fieldExpected = fieldExpected;
    }

    /** Returns the form of the scheme; null for one that there is not. */
    static @Nullable ReferenceForm of(String scheme) {
        return Arrays.stream(values())
                .filter(form -> form.scheme.equals(scheme))
                .findAny()
                .orElse(null);
    }

    /**
     * Reads what stands behind the scheme and its colon.
     *
     * @throws IllegalArgumentException where it does not fit; the message is the expectation and never holds the text
     */
    SecretReference parse(String text) {
        int hash = text.indexOf('#');
        String path = hash < 0 ? text : text.substring(0, hash);
        String selected = hash < 0 ? null : text.substring(hash + 1);
        if (!allows(path)) {
            throw new IllegalArgumentException(expected);
        }
        if (selected == null
                ? fieldRequired
                : field == null || !field.matcher(selected).matches()) {
            throw new IllegalArgumentException(fieldExpected == null ? expected : fieldExpected);
        }
        return new SecretReference(scheme, path, selected);
    }

    /** Returns whether a reference's location may be this. */
    boolean allows(String path) {
        return path.length() <= LIMIT && location.matcher(path).matches() && !leadsElsewhere(path);
    }

    private static boolean leadsElsewhere(String path) {
        return Stream.of(path.split("/")).anyMatch(segment -> segment.equals(".") || segment.equals(".."));
    }

    /** What several forms are made of. */
    private static final class Chars {

        static final String PATH = "[A-Za-z0-9._~@+=,-]";
        static final String FIELD = "[A-Za-z0-9._-]+";
        static final String FIELD_EXPECTED = "expected a field of letters, digits and . _ - after the #";
        static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}";
    }
}
