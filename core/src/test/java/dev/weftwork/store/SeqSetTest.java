package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Ranges of numbers are the set of those numbers. */
final class SeqSetTest {
    @Test
    void numbersThatFollowEachOtherAreOneRange() {
        SeqSet set = SeqSet.NONE.plus(5).plus(7).plus(6).plus(9);

        assertThat(set.text()).isEqualTo("5-7,9-9");
        assertThat(set.contains(6)).isTrue();
        assertThat(set.contains(8)).isFalse();
        assertThat(SeqSet.parse(set.text())).isEqualTo(set);
    }

    @Test
    void whatIsPassedFallsAway() {
        SeqSet set = SeqSet.NONE.plus(5).plus(6).plus(7).plus(9);

        assertThat(set.above(6).text()).isEqualTo("7-7,9-9");
        assertThat(set.above(9)).isEqualTo(SeqSet.NONE);
        assertThat(set.above(4)).isEqualTo(set);
    }

    @Test
    void itHoldsWhatAnOrdinarySetHolds() {
        Random random = new Random(1);
        SeqSet set = SeqSet.NONE;
        TreeSet<Long> model = new TreeSet<>();
        for (int i = 0; i < 2000; i++) {
            long number = random.nextInt(60);
            if (random.nextInt(10) == 0) {
                set = set.above(number);
                model.headSet(number, true).clear();
            } else {
                set = set.plus(number);
                model.add(number);
            }
            for (long each = 0; each < 60; each++) {
                assertThat(set.contains(each)).isEqualTo(model.contains(each));
            }
        }
    }
}
