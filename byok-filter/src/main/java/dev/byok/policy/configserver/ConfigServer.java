package dev.byok.policy.configserver;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * A Spring Cloud Config server, and which of its branches is meant.
 *
 * @param base where the server is, without a slash at the end
 * @param application the name by which the server finds the repository
 * @param profile as the server has it, {@code default} if the repository keeps no policy per profile
 * @param label branch or tag
 * @param requestTimeout how long one answer may take, from connecting to its last byte
 */
public record ConfigServer(URI base, String application, String profile, String label, Duration requestTimeout) {

    /** How locations of this kind begin. */
    public static final String SCHEME = "configserver:";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    public ConfigServer {
        require(NAME.matcher(application).matches(), "application", "expected letters, digits and . _ -");
        require(NAME.matcher(profile).matches(), "profile", "expected letters, digits and . _ -");
        require(LABEL.matcher(label).matches(), "label", "expected the name of a branch or tag");
        require(!requestTimeout.isNegative() && !requestTimeout.isZero(), "request-timeout", "expected more than 0");
    }

    /**
     * Returns the address that a location names.
     *
     * @param location {@code configserver:http://host:port}
     * @throws IllegalArgumentException where it is none; the message never holds the location, which may hold a password
     */
    public static URI base(String location) {
        URI uri;
        try {
            String text = location.substring(SCHEME.length());
            uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (URISyntaxException e) {
            throw wrongLocation();
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("byok.policy.location holds a user or password: name them by"
                    + " byok.policy.config-server.username and .password");
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw wrongLocation();
        }
        return uri;
    }

    /** Returns the path of the newest state of the branch. */
    String path() {
        return path(label);
    }

    /** Returns the path of a state by branch, tag or commit. */
    String path(String state) {
        // Spring Cloud Config's way to write a slash within a label.
        return base + "/" + application + "/" + profile + "/" + state.replace("/", "(_)");
    }

    @Override
    public String toString() {
        return SCHEME + base + " (" + application + ", " + profile + ", " + label + ")";
    }

    private static IllegalArgumentException wrongLocation() {
        return new IllegalArgumentException("byok.policy.location: expected configserver:http://host:port");
    }

    private static void require(boolean right, String option, String expectation) {
        if (!right) {
            throw new IllegalArgumentException("byok.policy.config-server." + option + ": " + expectation);
        }
    }
}
