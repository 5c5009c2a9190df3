package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a server cannot be told. */
final class OddArgumentsTest {
    static Stream<Odd> odd() {
        Duration less = Duration.ofSeconds(-1);
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        return Stream.of(
                new Odd("port -1", builder -> builder.port(-1)),
                new Odd("port 65536", builder -> builder.port(65_536)),
                new Odd("must not be blank", builder -> builder.host(" ")),
                new Odd("requestsPerSecond of 0.0", builder -> builder.requestsPerSecond(0)),
                new Odd("requestsPerSecond of NaN", builder -> builder.requestsPerSecond(Double.NaN)),
                new Odd("requestsPerSecond of Inf", builder -> builder.requestsPerSecond(Double.POSITIVE_INFINITY)),
                new Odd("retention of PT-1S", builder -> builder.retention(less)),
                new Odd("assetGrace of PT-1S", builder -> builder.assetGrace(less)),
                new Odd("retention of " + ages, builder -> builder.retention(ages)),
                new Odd("recheck of PT0S", builder -> builder.recheck(Duration.ZERO)),
                new Odd("recheck of " + ages, builder -> builder.recheck(ages)),
                new Odd("drain of PT-1S", builder -> builder.drain(less)));
    }

    static Stream<Odd> missing() {
        return Stream.of(
                new Odd("directory", builder -> builder.directory(nothing())),
                new Odd("authenticator", builder -> builder.authenticator(nothing())),
                new Odd("address", builder -> builder.host(nothing())),
                new Odd("retention", builder -> builder.retention(nothing())),
                new Odd("assetGrace", builder -> builder.assetGrace(nothing())),
                new Odd("drain", builder -> builder.drain(nothing())),
                new Odd("recheck", builder -> builder.recheck(nothing())),
                new Odd("bucket", builder -> builder.binaries(nothing())),
                new Odd("clock", builder -> builder.clock(nothing())));
    }

    @Test
    void aServerWithoutItsPartsSaysWhatToCall() {
        assertThatThrownBy(SyncServer.builder()::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("directory(…)");
    }

    private record Odd(String words, Consumer<SyncServer.Builder> call) {
        @Override
        public String toString() {
            return words;
        }
    }

    @ParameterizedTest
    @MethodSource("odd")
    void isNamedWithWhatWouldDo(Odd odd) {
        assertThatThrownBy(() -> odd.call.accept(SyncServer.builder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(odd.words)
                .hasMessageMatching(".*; .*");
    }

    @ParameterizedTest
    @MethodSource("missing")
    void isNeededWhereItIsNull(Odd missing) {
        assertThatThrownBy(() -> missing.call.accept(SyncServer.builder()))
                .isInstanceOf(NullPointerException.class)
                .hasMessageMatching("(An?|The) " + missing.words + ".* is needed.*");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks may pass
    private static <T> T nothing() {
        return null;
    }
}
