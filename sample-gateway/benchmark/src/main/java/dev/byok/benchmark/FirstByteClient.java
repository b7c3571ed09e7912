package dev.byok.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One client on one connection that asks for one stream after the other, and takes the time from the request's last byte
 * sent to the first byte of the answer's body received. Answers must be chunked.
 */
final class FirstByteClient implements AutoCloseable {

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] BODY_END = {'0', '\r', '\n', '\r', '\n'};
    private static final String OK = "HTTP/1.1 200";
    private static final int READ = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] received = new byte[READ];
    private int length;

    FirstByteClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /**
     * One answer.
     *
     * @param firstByte nanoseconds
     * @param bytes with its head
     */
    record Timing(boolean ok, long firstByte, int bytes) {}

    /** Sends one request and reads its answer to the end. */
    Timing ask(byte[] request) throws IOException {
        length = 0;
        out.write(request);
        long sent = System.nanoTime();
        int head = -1;
        while (head < 0 || length == head) {
            read();
            head = head < 0 ? headLength() : head;
        }
        long firstByte = System.nanoTime() - sent;
        while (!endsWith(BODY_END)) {
            read();
        }
        boolean ok = new String(received, 0, OK.length(), StandardCharsets.US_ASCII).equals(OK);
        return new Timing(ok, firstByte, length);
    }

    private void read() throws IOException {
        if (received.length - length < READ) {
            received = Arrays.copyOf(received, received.length * 2);
        }
        int read = in.read(received, length, READ);
        if (read < 0) {
            throw new EOFException("the connection was closed within an answer");
        }
        length += read;
    }

    private int headLength() {
        for (int end = HEAD_END.length; end <= length; end++) {
            if (Arrays.equals(received, end - HEAD_END.length, end, HEAD_END, 0, HEAD_END.length)) {
                return end;
            }
        }
        return -1;
    }

    private boolean endsWith(byte[] end) {
        return length >= end.length && Arrays.equals(received, length - end.length, length, end, 0, end.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
