package dev.byok.benchmark.translation;

import dev.byok.benchmark.ChatRequests;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One chat request of 16 kB in another dialect's words: read, found sayable, and written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslationBenchmark {

    @Param("ANTHROPIC")
    Translation translation = Translation.ANTHROPIC;

    private final byte[] body = ChatRequests.ofSixteenKilobytes();

    /** Returns how long it has become, for the harness to look at. */
    @Benchmark
    public int translate() {
        ByteBuf translated = translation.translate(body);
        try {
            return translated.readableBytes();
        } finally {
            translated.release();
        }
    }
}
