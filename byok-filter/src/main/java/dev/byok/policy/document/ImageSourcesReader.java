package dev.byok.policy.document;

import dev.byok.policy.HostPattern;
import dev.byok.policy.ImageSources;
import dev.byok.policy.PrivateNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads from where images may be fetched. */
final class ImageSourcesReader {

    private static final Fields FIELDS = Fields.of("hosts", "max-bytes", "timeout", "allow-private-network");

    private static final int MOST_BYTES = 20 * 1024 * 1024;

    private ImageSourcesReader() {}

    static ImageSources read(Section section) {
        section.only(FIELDS).require("hosts");
        boolean allowPrivateNetwork = section.flag("allow-private-network", false);
        List<HostPattern> hosts = new ArrayList<>();
        for (Value item : section.list("hosts")) {
            HostPattern host = host(item, allowPrivateNetwork);
            if (host != null) {
                hosts.add(host);
            }
        }
        Integer maxBytes = section.integer("max-bytes", 1, MOST_BYTES);
        Duration timeout = section.duration("timeout");
        return new ImageSources(
                hosts,
                maxBytes == null ? ImageSources.DEFAULT_MAX_BYTES : maxBytes,
                timeout == null ? ImageSources.DEFAULT_TIMEOUT : timeout,
                allowPrivateNetwork,
                section.location());
    }

    private static @Nullable HostPattern host(Value item, boolean allowPrivateNetwork) {
        String text = item.text();
        HostPattern host = text == null ? null : HostPattern.of(text);
        if (text != null && host == null) {
            item.problem(
                    "expected a host such as images.example.com or *.example.com, in lower case, with :port if that"
                            + " is not 443");
        } else if (host != null && !allowPrivateNetwork && PrivateNetwork.isPrivate(host.name())) {
            item.problem("a private address needs " + BaseUrlReader.ALLOW);
            return null;
        }
        return host;
    }
}
