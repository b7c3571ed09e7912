package dev.byok.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The process that measures times to first byte; prints what wrk prints for the benchmark. */
final class FirstByteLoad {

    /** The client's own compiler needs these; they are counted but not timed. */
    private static final int UNTIMED = 500;

    private long[] micros = new long[1 << 12];
    private int timed;
    private long requests;
    private long bytes;
    private long refused;

    private FirstByteLoad() {}

    /** Asks for streams for some seconds. */
    static String run(int port, int seconds, Map<String, String> environment) throws IOException {
        byte[] request = request(environment);
        long began = System.nanoTime();
        FirstByteLoad load = new FirstByteLoad();
        try (FirstByteClient client = new FirstByteClient(port)) {
            while (System.nanoTime() - began < TimeUnit.SECONDS.toNanos(seconds)) {
                load.add(client.ask(request));
            }
        }
        return load.result(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began))
                .line();
    }

    private void add(FirstByteClient.Timing timing) {
        bytes += timing.bytes();
        refused += timing.ok() ? 0 : 1;
        if (requests++ < UNTIMED) {
            return;
        }
        if (timed == micros.length) {
            micros = Arrays.copyOf(micros, timed * 2);
        }
        micros[timed++] = TimeUnit.NANOSECONDS.toMicros(timing.firstByte());
    }

    private WrkResult result(long duration) {
        long[] sorted = Arrays.copyOf(micros, timed);
        Arrays.sort(sorted);
        return new WrkResult(requests, duration, bytes, refused, 0, percentile(sorted, 50), percentile(sorted, 99));
    }

    /** Returns the smallest value that so many of a hundred do not exceed; 0 of none. */
    static long percentile(long[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(sorted.length * percent + 99) / 100 - 1];
    }

    /** Returns the whole request that a load's process sends, by its environment. */
    static byte[] request(Map<String, String> environment) throws IOException {
        byte[] body = Files.readAllBytes(Path.of(environment.getOrDefault(LoadGenerator.BODY, "")));
        StringBuilder head = new StringBuilder("POST " + Upstream.CHAT + " HTTP/1.1\r\n")
                .append("Host: 127.0.0.1\r\nContent-Type: application/json\r\n")
                .append("Authorization: Bearer ")
                .append(environment.getOrDefault(Keys.CALLER, ""))
                .append("\r\n")
                .append("Content-Length: ")
                .append(body.length)
                .append("\r\n");
        environment.getOrDefault(LoadGenerator.HEADERS, "").lines().forEach(line -> head.append(line)
                .append("\r\n"));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        return request;
    }
}
