package dev.byok.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server behind a host's own routes: keeps the bytes of its requests and answers with the bytes it was given. */
final class RecordingBackend implements AutoCloseable {

    private static final String NOT_FOUND = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n";

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "recording-backend");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, List<String>> answers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();
    private final List<RawMessage> requests = new CopyOnWriteArrayList<>();

    RecordingBackend() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    String uri() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** Sets the answers to requests for a target such as {@code GET /items?x=1}, given in turn. */
    RecordingBackend on(String target, String... inTurn) {
        answers.put(target, List.of(inTurn));
        turns.put(target, new AtomicInteger());
        return this;
    }

    /** Returns the requests since the last call of this, and forgets them. */
    List<RawMessage> take() {
        List<RawMessage> taken = List.copyOf(requests);
        requests.clear();
        return taken;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new java.io.BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            RawMessage request = RawMessage.read(in);
            while (request != null) {
                requests.add(request);
                out.write(answerTo(request).getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                request = RawMessage.read(in);
            }
        } catch (IOException e) {
            // The gateway has closed its connection.
        }
    }

    private String answerTo(RawMessage request) {
        String line = request.startLine();
        String target = line.substring(0, line.lastIndexOf(' '));
        @Nullable List<String> inTurn = answers.get(target);
        @Nullable AtomicInteger turn = turns.get(target);
        return inTurn == null || turn == null ? NOT_FOUND : inTurn.get(turn.getAndIncrement() % inTurn.size());
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
