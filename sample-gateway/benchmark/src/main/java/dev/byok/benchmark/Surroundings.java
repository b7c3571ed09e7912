package dev.byok.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a run was made with.
 *
 * @param ticksPerSecond of the kernel's CPU accounting
 * @param facts versions and machine, in the order to print
 */
record Surroundings(long ticksPerSecond, Map<String, String> facts) {

    private static final Pattern LIBRARY = Pattern.compile("BOOT-INF/lib/(.*?)-(\\d.*)\\.jar");
    private static final List<String> LIBRARIES = List.of(
            "spring-boot",
            "spring-cloud-gateway-server-webflux",
            "reactor-netty-http",
            "netty-codec-http",
            "byok-filter");

    static Surroundings of(Settings settings) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        facts.putAll(libraries(settings.gatewayJar()));
        facts.putAll(others(settings));
        String commit = System.getenv("BENCHMARK_COMMIT");
        facts.put("commit", commit == null || commit.isEmpty() ? "unknown" : commit);
        facts.put("cpu", cpu());
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("load average at start", read("/proc/loadavg").split(" ", -1)[0]);
        String ticks = Processes.run(String.valueOf(settings.loadCpu()), List.of("getconf", "CLK_TCK"), Map.of());
        return new Surroundings(Long.parseLong(ticks.trim()), facts);
    }

    /** Returns the versions of what is not Java. */
    private static Map<String, String> others(Settings settings) {
        Map<String, String> versions = new LinkedHashMap<>();
        if (!settings.loads().isEmpty()) {
            versions.put("wrk", Processes.firstLine(List.of("wrk", "-v")).replaceFirst("^wrk ([^ ]*).*", "$1"));
        }
        if (settings.variants().contains(Variant.NGINX)) {
            versions.put("nginx", String.valueOf(Nginx.version()));
        }
        if (settings.variants().contains(Variant.PORTKEY)) {
            versions.put("Portkey", Portkey.version(settings));
            versions.put("node", Processes.firstLine(List.of("node", "--version")));
        }
        return versions;
    }

    private static Map<String, String> libraries(Path jar) {
        Map<String, String> versions = new LinkedHashMap<>();
        LIBRARIES.forEach(name -> versions.put(name, "unknown"));
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream().forEach(entry -> {
                Matcher library = LIBRARY.matcher(entry.getName());
                if (library.matches()) {
                    versions.replace(library.group(1), library.group(2));
                }
            });
        } catch (IOException e) {
            throw new FailedException("The gateway's jar cannot be read: " + e.getMessage());
        }
        return versions;
    }

    private static String cpu() {
        return read("/proc/cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
