package dev.byok.policy;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that a policy names: one by its name, as in {@code images.example.com}, or all below a name, as in {@code
 * *.example.com}, each at one port. Never an address, and never all there are.
 *
 * @param name in lower case, without the wildcard
 * @param below whether what stands below the name is meant, at any depth, and not the name itself
 */
public record HostPattern(String name, boolean below, int port) {

    /** What HTTPS is served at where nothing else is said. */
    public static final int HTTPS = 443;

    private static final int LONGEST = 253;

    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

    /** Its last label begins with a letter, as no address does. */
    private static final String NAME = "(?:" + LABEL + "\\.)*[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?";

    private static final Pattern FORM = Pattern.compile("(\\*\\.(?=[^.]+\\.))?(" + NAME + ")(?::([1-9][0-9]{0,4}))?");

    /** Returns what a text says; null where it is no such pattern. Below a name of one label stands half the internet. */
    public static @Nullable HostPattern of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches() || matcher.group(2).length() > LONGEST) {
            return null;
        }
        int port = matcher.group(3) == null ? HTTPS : Integer.parseInt(matcher.group(3));
        return port > 65_535 ? null : new HostPattern(matcher.group(2), matcher.group(1) != null, port);
    }

    /** Returns whether it means a host, which is in lower case, at a port. */
    public boolean matches(String host, int at) {
        return at == port
                && (below
                        ? host.length() > name.length() + 1
                                && host.endsWith(name)
                                && host.charAt(host.length() - name.length() - 1) == '.'
                        : host.equals(name));
    }

    /** Returns whether this means whatever another one means. */
    public boolean covers(HostPattern other) {
        return equals(other) || (below && matches(other.name, other.port));
    }

    @Override
    public String toString() {
        return (below ? "*." : "") + name + (port == HTTPS ? "" : ":" + port);
    }
}
