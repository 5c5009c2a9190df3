package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Comparator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any two stamps have an order, and everybody agrees on it. */
@Domain(Given.class)
final class StampTest {
    @Property
    void stampsAreAStrictTotalOrder(@ForAll Stamp a, @ForAll Stamp b, @ForAll Stamp c) {
        JoinLaws.orderIsTotal(Comparator.naturalOrder(), a, b, c);
    }

    @Property
    void aStampReadsBackFromItsText(@ForAll Stamp stamp) {
        assertThat(Stamp.parse(stamp.toString())).isEqualTo(stamp);
    }

    @Test
    void theClockCountsMostThenTheDeviceThenItsNumberThenTheOperation() {
        assertThat(stamp(2, "a", 1, "x")).isGreaterThan(stamp(1, "b", 2, "y"));
        assertThat(stamp(1, "b", 1, "x")).isGreaterThan(stamp(1, "a", 2, "y"));
        assertThat(stamp(1, "a", 2, "x")).isGreaterThan(stamp(1, "a", 1, "y"));
        assertThat(stamp(1, "a", 1, "y")).isGreaterThan(stamp(1, "a", 1, "x"));
    }

    @Test
    void stampsThatDifferInAnyPartAreNotEqual() {
        assertThat(stamp(1, "a", 1, "x"))
                .isEqualTo(stamp(1, "a", 1, "x"))
                .hasSameHashCodeAs(stamp(1, "a", 1, "x"))
                .isNotEqualTo(stamp(2, "a", 1, "x"))
                .isNotEqualTo(stamp(1, "b", 1, "x"))
                .isNotEqualTo(stamp(1, "a", 2, "x"))
                .isNotEqualTo(stamp(1, "a", 1, "y"))
                .isNotEqualTo(null);
    }

    @Test
    void aStampTellsItsMillisecond() {
        assertThat(stamp(Hlc.at(1_234) + 7, "a", 1, "x").millis()).isEqualTo(1_234);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1:2", "1:2:a", "x:2:a:o", "1:x:a:o", "1:2::o", "1:2:a:", "1:2:a:o:p", "1 :2:a:o"})
    void textThatIsNoStampIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Stamp.parse(text));
    }

    private static Stamp stamp(long eff, String device, long seq, String op) {
        return new Stamp(eff, new DeviceId(device), seq, new OpId(op));
    }
}
