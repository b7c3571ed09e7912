package dev.byok.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Starts one demo provider per argument {@code name=port} and serves until the process is ended. Once all of them
 * listen it prints a line that begins with {@code READY}, then one line per request.
 */
public final class DemoProviders {

    private static final List<String> DEFAULTS = List.of("alpha=9101", "beta=9102");

    private DemoProviders() {}

    public static void main(String[] args) throws InterruptedException {
        List<DemoProvider> providers = start(args.length == 0 ? DEFAULTS : List.of(args), System.out);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            providers.forEach(DemoProvider::close);
            ended.countDown();
        }));
        ended.await();
    }

    private static List<DemoProvider> start(List<String> addresses, PrintStream out) {
        List<DemoProvider> providers = new ArrayList<>();
        for (String address : addresses) {
            String[] parts = address.split("=", -1);
            if (parts.length != 2 || parts[0].isEmpty() || !parts[1].matches("\\d{1,5}")) {
                throw new IllegalArgumentException(
                        "argument \"" + address + "\": expected name=port, as in alpha=9101");
            }
            providers.add(DemoProvider.start(
                    parts[0],
                    Integer.parseInt(parts[1]),
                    (provider, key, path, status) -> out.printf("%-6s %d  %-24s %s%n", provider, status, key, path)));
        }
        describe(providers, out);
        return providers;
    }

    private static void describe(List<DemoProvider> providers, PrintStream out) {
        out.println("A key of these providers says itself what happens to it:");
        for (Behaviour behaviour : Behaviour.values()) {
            out.printf("  %-27s %s%n", DemoKey.prefixOf(behaviour) + "<label>", behaviour.description());
        }
        StringBuilder ready = new StringBuilder("READY");
        for (DemoProvider provider : providers) {
            ready.append(' ').append(provider.name()).append('=').append(provider.baseUrl());
        }
        out.println(ready);
    }
}
