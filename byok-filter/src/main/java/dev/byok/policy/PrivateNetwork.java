package dev.byok.policy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which hosts and addresses are the gateway's own network, or nobody's: what others name must not lead there. */
public final class PrivateNetwork {

    private static final String DECIMAL = "(?:0|[1-9][0-9]{0,2})";
    private static final Pattern IPV4 = Pattern.compile(DECIMAL + "(?:\\." + DECIMAL + "){3}");

    private PrivateNetwork() {}

    /** Returns whether a URL's host is an IPv4 address as everybody writes it. */
    public static boolean isIpv4(String host) {
        return IPV4.matcher(host).matches();
    }

    /** Returns whether a URL's host says by itself that it is private; of other names only who resolves them can tell. */
    public static boolean isPrivate(String uriHost) {
        String host = uriHost.toLowerCase(Locale.ROOT);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        return (host.startsWith("[") || isIpv4(host)) && isPrivateLiteral(host);
    }

    private static boolean isPrivateLiteral(String literal) {
        try {
            return contains(InetAddress.getByName(literal)); // asks no name server: it is a literal
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /** Returns whether an address is private: of this host, this link, this site, of a group, or of nobody. */
    public static boolean contains(InetAddress address) {
        return address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || isReserved(address.getAddress());
    }

    /** Returns whether it is one of the private ranges that InetAddress does not know. */
    private static boolean isReserved(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        if (address.length == 4) {
            return first == 0 || first >= 240 || (first == 100 && (second & 0xc0) == 64);
        }
        boolean uniqueLocal = (first & 0xfe) == 0xfc;
        boolean translated = first == 0 && second == 0x64; // 64:ff9b::/96 leads to any IPv4 address
        boolean compatible = first == 0 && second == 0;
        return uniqueLocal || translated || compatible;
    }

    /**
     * Returns whether an address is one of the public internet's, and leads to no other: beside {@linkplain #contains
     * private} ones, what is set aside for protocols, tests and examples is not, nor what holds an IPv4 address.
     */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return !contains(address) && (bytes.length == 4 ? !isSpecial4(bytes) : isGlobal6(bytes));
    }

    private static boolean isSpecial4(byte[] address) {
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        int third = address[2] & 0xff;
        return switch (first) {
            case 192 -> (second == 0 && (third == 0 || third == 2)) || (second == 88 && third == 99);
            case 198 -> (second & 0xfe) == 18 || (second == 51 && third == 100);
            case 203 -> second == 0 && third == 113;
            default -> false;
        };
    }

    /** Of 2000::/3, without 2001::/23 (Teredo among them), 2001:db8::/32, 2002::/16 (6to4) and 3fff::/20. */
    private static boolean isGlobal6(byte[] address) {
        int first = (address[0] & 0xff) << 8 | (address[1] & 0xff);
        int second = (address[2] & 0xff) << 8 | (address[3] & 0xff);
        boolean global = (first & 0xe000) == 0x2000;
        boolean special = (first == 0x2001 && (second < 0x200 || second == 0xdb8))
                || first == 0x2002
                || (first == 0x3fff && second < 0x1000);
        return global && !special;
    }
}
