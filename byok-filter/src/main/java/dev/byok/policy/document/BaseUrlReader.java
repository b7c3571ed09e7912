package dev.byok.policy.document;

import dev.byok.policy.PrivateNetwork;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a provider's base URL. Without {@code allow-private-network} it must be https and must not name the gateway's
 * own network; a name that only resolves to it is the connection's to refuse.
 */
final class BaseUrlReader {

    static final String ALLOW = "allow-private-network: true";

    /** Hosts that some resolvers read as an IPv4 address: 127.1, 2130706433, 0x7f.0.0.1, 0177.0.0.1. */
    private static final Pattern ENDS_IN_NUMBER =
            Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)\\.?", Pattern.CASE_INSENSITIVE);

    private static final Set<String> DOTS = Set.of(".", "..");

    private BaseUrlReader() {}

    static @Nullable URI read(Value value, boolean allowPrivateNetwork) {
        String text = value.delicateText();
        if (text == null) {
            return null;
        }
        URI uri = parse(text);
        if (uri == null || uri.getScheme() == null) {
            value.silentProblem("expected an https URL");
            return null;
        }
        if (uri.getScheme().equalsIgnoreCase("lb")) {
            value.problem(Problems.NOT_SUPPORTED);
            return null;
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            // Without the value: both are places where keys are found.
            value.silentProblem("expected a URL without user, query and fragment");
            return null;
        }
        String objection = objection(uri, allowPrivateNetwork);
        if (objection != null) {
            value.problem(objection);
            return null;
        }
        return withoutTrailingSlash(text);
    }

    /** Returns what speaks against the URL, or null. */
    static @Nullable String objection(URI uri, boolean allowPrivateNetwork) {
        boolean http = "http".equalsIgnoreCase(uri.getScheme());
        if (!http && !"https".equalsIgnoreCase(uri.getScheme())) {
            return "expected an https URL";
        }
        if (uri.getHost() == null || isOddNumber(uri.getHost()) || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "expected a URL with a host, and a port up to 65535 if any";
        }
        if (Stream.of(uri.getRawPath().split("/", -1)).anyMatch(DOTS::contains)) {
            return "expected a path without . and ..";
        }
        if (!allowPrivateNetwork && PrivateNetwork.isPrivate(uri.getHost())) {
            return "a private address needs " + ALLOW;
        }
        return http && !allowPrivateNetwork ? "expected https (http needs " + ALLOW + ")" : null;
    }

    private static boolean isOddNumber(String host) {
        return ENDS_IN_NUMBER.matcher(host).matches() && !PrivateNetwork.isIpv4(host);
    }

    private static @Nullable URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    private static URI withoutTrailingSlash(String text) {
        int end = text.length();
        while (text.charAt(end - 1) == '/') {
            end--;
        }
        return URI.create(text.substring(0, end));
    }
}
