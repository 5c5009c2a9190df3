package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a remote cannot be told. */
final class OddArgumentsTest {
    private static final URI SERVER = URI.create("https://sync.example.com/weft");

    static Stream<Odd> odd() {
        Duration ages = Duration.ofSeconds(Long.MAX_VALUE);
        return Stream.of(
                new Odd("timeout of PT0S", builder -> builder.timeout(Duration.ZERO)),
                new Odd("timeout of " + ages, builder -> builder.timeout(ages)),
                new Odd("silence of PT-1S", builder -> builder.silence(Duration.ofSeconds(-1))),
                new Odd("must not be blank", builder -> builder.workspace(" ")),
                at("ftp://sync.example.com", "'ftp'"),
                at("sync.example.com", "begins with http"),
                at("http:/weft", "has to have a host"),
                at("https://sync.example.com?a=b", "sync.example.com"),
                at("https://sync.example.com#here", "sync.example.com"));
    }

    private static Odd at(String address, String words) {
        return new Odd(words, builder -> HttpRemote.at(URI.create(address), () -> "token"));
    }

    static Stream<Odd> missing() {
        return Stream.of(
                new Odd("address of a server", builder -> HttpRemote.at(nothing(), () -> "token")),
                new Odd("supplier", builder -> HttpRemote.at(SERVER, nothing())),
                new Odd("id of a workspace", builder -> builder.workspace(nothing())),
                new Odd("timeout", builder -> builder.timeout(nothing())),
                new Odd("silence", builder -> builder.silence(nothing())),
                new Odd("proxy", builder -> builder.proxy(nothing())),
                new Odd("context", builder -> builder.sslContext(nothing())));
    }

    @Test
    void aPasswordInTheAddressIsRefusedAndNotShown() {
        assertThatThrownBy(() -> HttpRemote.at(URI.create("https://me:secret@sync.example.com"), () -> "token"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave out user")
                .hasMessageNotContaining("secret");
    }

    private record Odd(String words, Consumer<HttpRemote.Builder> call) {
        @Override
        public String toString() {
            return words;
        }
    }

    @ParameterizedTest
    @MethodSource("odd")
    void isNamedWithWhatWouldDo(Odd odd) {
        assertThatThrownBy(() -> odd.call.accept(HttpRemote.builder(SERVER, () -> "token")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(odd.words)
                .hasMessageMatching(".*; .*");
    }

    @ParameterizedTest
    @MethodSource("missing")
    void isNeededWhereItIsNull(Odd missing) {
        assertThatThrownBy(() -> missing.call.accept(HttpRemote.builder(SERVER, () -> "token")))
                .isInstanceOf(NullPointerException.class)
                .hasMessageMatching("(An?|The) " + missing.words + ".* is needed.*");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without null checks may pass
    private static <T> T nothing() {
        return null;
    }
}
