package dev.byok.benchmark.translation;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One chat request of 16 kB in another dialect's words: read, found sayable, and written. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class TranslationBenchmark {

    @Param
    Translation translation = Translation.OPENAI_TO_ANTHROPIC;

    private byte[] body = translation.request();

    @Setup
    public void choose() {
        body = translation.request();
    }

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
