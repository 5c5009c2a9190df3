package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a storage cannot be told. */
final class OddArgumentsTest {
    private static final Path FILE = Path.of("studio.db");

    static Stream<Odd> odd() {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        return Stream.of(
                new Odd("busyTimeout of PT-1S", builder -> builder.busyTimeout(Duration.ofSeconds(-1))),
                new Odd("busyTimeout of " + ages, builder -> builder.busyTimeout(ages)),
                new Odd("studio.db is the file itself", builder -> builder.orElse(FILE)));
    }

    static Stream<Odd> missing() {
        return Stream.of(
                new Odd("file", builder -> SqliteStorage.at(nothing())),
                new Odd("file", builder -> SqliteStorage.builder(nothing())),
                new Odd("file", builder -> unchecked(() -> SqliteStorage.quarantine(nothing()))),
                new Odd("file", builder -> unchecked(() -> SqliteStorage.salvage(nothing(), nothing()))),
                new Odd("visitor", builder -> unchecked(() -> SqliteStorage.salvage(FILE, nothing()))),
                new Odd(
                        "target",
                        builder -> unchecked(() -> {
                            try (SqliteStorage storage = builder.build()) {
                                storage.backup(nothing());
                                return storage;
                            }
                        })),
                new Odd("durability", builder -> builder.durability(nothing())),
                new Odd("busyTimeout", builder -> builder.busyTimeout(nothing())),
                new Odd("fallback", builder -> builder.orElse(nothing())));
    }

    private static void unchecked(Callable<?> call) {
        try {
            Object unused = call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("No file was to be touched", e);
        }
    }

    private record Odd(String words, Consumer<SqliteStorage.Builder> call) {
        @Override
        public String toString() {
            return words;
        }
    }

    @ParameterizedTest
    @MethodSource("odd")
    void isNamedWithWhatWouldDo(Odd odd) {
        assertThatThrownBy(() -> odd.call.accept(SqliteStorage.builder(FILE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(odd.words)
                .hasMessageMatching(".*; .*");
    }

    @ParameterizedTest
    @MethodSource("missing")
    void isNeededWhereItIsNull(Odd missing) {
        assertThatThrownBy(() -> missing.call.accept(SqliteStorage.builder(FILE)))
                .isInstanceOf(NullPointerException.class)
                .hasMessageMatching("(An?|The) " + missing.words + ".* is needed.*");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks may pass
    private static <T> T nothing() {
        return null;
    }
}
