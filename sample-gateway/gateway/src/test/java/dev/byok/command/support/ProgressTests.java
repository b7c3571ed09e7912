package dev.byok.command.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTests {

    private final StringWriter out = new StringWriter();
    private final AtomicLong time = new AtomicLong();

    @Test
    void drawsOneLineOverItselfAndTakesItAway() {
        steps(progress(true), Duration.ofMillis(300));

        assertThat(out.toString())
                .startsWith("\rplans [###############...............] 2/4")
                .contains("\rplans [##############################] 4/4")
                .doesNotContain("1/4", "\n")
                .endsWith(" \r");
    }

    @Test
    void saysNothingOfWhatIsSoonOverOrWhereNobodyLooks() {
        steps(progress(true), Duration.ofMillis(100));
        steps(progress(false), Duration.ofMillis(300));

        assertThat(out.toString()).isEmpty();
    }

    private Progress progress(boolean shown) {
        return new Progress(new PrintWriter(out), shown, time::get);
    }

    private void steps(Progress progress, Duration each) {
        progress.begin("plans", 4);
        for (int i = 0; i < 4; i++) {
            time.addAndGet(each.toNanos());
            progress.step();
        }
        progress.end();
    }
}
