package dev.weftwork.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderKeysTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 29, 30, 31, 61, 62, 63, 1000, 100_000})
    void spacedKeysAscendAndLeaveRoomBetweenAnyTwo(int count) {
        List<String> keys = OrderKeys.spaced(count);

        assertThat(keys).hasSize(count).isSorted().doesNotHaveDuplicates();
        for (int i = 0; i <= keys.size(); i += Math.max(1, count / 100)) {
            assertBetween(i == 0 ? null : keys.get(i - 1), i == count ? null : keys.get(i));
        }
    }

    @Test
    void spacedKeysAreShort() {
        assertThat(OrderKeys.spaced(10_000)).allMatch(key -> key.length() <= 3);
    }

    /** Where nothing is said, keys grow by a digit for every few insertions at one place, not for each. */
    @Property(tries = 50)
    void anyNumberOfKeysFitsAnywhere(@ForAll List<@IntRange(min = 0, max = 1000) Integer> places) {
        List<String> keys = new ArrayList<>();
        for (int place : places) {
            int at = place % (keys.size() + 1);
            String key = OrderKeys.between(at == 0 ? null : keys.get(at - 1), at == keys.size() ? null : keys.get(at));
            keys.add(at, key);
        }
        assertThat(keys).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void keysStayShortAtEitherEnd() {
        String first = OrderKeys.between(null, null);
        String last = first;
        for (int i = 0; i < 1000; i++) {
            first = OrderKeys.between(null, first);
            last = OrderKeys.between(last, null);
        }
        assertThat(first.length()).isLessThan(260);
        assertThat(last.length()).isLessThan(260);
    }

    @Test
    void badKeysAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKeys.between("b", "a"))
                .withMessageContaining("'b'")
                .withMessageContaining("'a'");
        assertThatIllegalArgumentException().isThrownBy(() -> OrderKeys.between("a", "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> OrderKeys.between("", null));
        assertThatIllegalArgumentException().isThrownBy(() -> OrderKeys.between("a0", null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OrderKeys.between(null, "a-b"))
                .withMessageContaining("'a-b'");
        assertThatIllegalArgumentException().isThrownBy(() -> OrderKeys.spaced(-1));
    }

    private static void assertBetween(@Nullable String before, @Nullable String after) {
        String key = OrderKeys.between(before, after);
        if (before != null) {
            assertThat(key).isGreaterThan(before);
        }
        if (after != null) {
            assertThat(key).isLessThan(after);
        }
    }
}
