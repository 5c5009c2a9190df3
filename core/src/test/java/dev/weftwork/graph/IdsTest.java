package dev.weftwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class IdsTest {

    private static final long NOW = 1_790_000_000_000L;

    @Test
    void idsAreVersionSevenInLowerCase() {
        String id = Ids.system().next();
        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(UUID.fromString(id).variant()).isEqualTo(2);
        assertThat(UuidText.high(Ids.seeded(1, () -> NOW).next()) >>> 16).isEqualTo(NOW);
    }

    @Test
    void idsIncreaseAtTwoMillionASecond() {
        AtomicLong nanos = new AtomicLong(NOW * 1_000_000);
        Ids ids = Ids.seeded(7, () -> nanos.addAndGet(500) / 1_000_000);
        assertIncreasing(ids, 2_000_000);
    }

    @Test
    void idsIncreaseWhenTheClockStandsStill() {
        assertIncreasing(Ids.seeded(7, () -> NOW), 200_000);
    }

    @Test
    void idsIncreaseWhenTheClockStepsBack() {
        AtomicLong time = new AtomicLong(NOW);
        Ids ids = Ids.seeded(7, time::get);
        String last = ids.next();
        for (long step : new long[] {-1, -3_600_000, 5, 3_600_000, -NOW, -NOW, 2 * NOW}) {
            time.addAndGet(step);
            String next = ids.next();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
    }

    @Test
    void exhaustedCounterBorrowsFromTheFuture() {
        // All random bits set: the counter starts at half and leaves 2^25 steps.
        Ids ids = new SequentialIds(() -> NOW, () -> -1L);
        String last = ids.next();
        for (int i = 0; i < 1 << 25; i++) {
            last = ids.next();
        }
        assertThat(UuidText.high(last) >>> 16).isEqualTo(NOW);
        String next = ids.next();
        assertThat(next).isGreaterThan(last);
        assertThat(UuidText.high(next) >>> 16).isEqualTo(NOW + 1);
    }

    private static void assertIncreasing(Ids ids, int count) {
        String last = ids.next();
        for (int i = 0; i < count; i++) {
            String next = ids.next();
            if (next.compareTo(last) <= 0) {
                assertThat(next).isGreaterThan(last);
            }
            last = next;
        }
    }

    @Test
    void systemIdsIncreaseAtFullSpeed() {
        assertIncreasing(Ids.system(), 500_000);
        assertThat(Ids.system()).isSameAs(Ids.system());
    }

    @Test
    void idsThatFollowEachOtherEndAlikeButNotForLong() {
        AtomicLong random = new AtomicLong();
        Ids ids = new SequentialIds(() -> NOW, () -> 0, new SystemIds.Tails(() -> random.addAndGet(1 << 16)));
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 2 * 512 + 1; i++) {
            taken.add(ids.next());
        }

        Set<String> ends = new HashSet<>();
        taken.forEach(id -> ends.add(id.substring(24)));

        assertThat(taken).isSorted().doesNotHaveDuplicates();
        assertThat(ends).hasSize(3);
    }

    @Test
    void seededIdsRepeat() {
        assertThat(take(Ids.seeded(42, () -> NOW))).isEqualTo(take(Ids.seeded(42, () -> NOW)));
        assertThat(take(Ids.seeded(42, () -> NOW))).doesNotContainAnyElementsOf(take(Ids.seeded(43, () -> NOW)));
    }

    private static List<String> take(Ids ids) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            taken.add(ids.next());
        }
        return taken;
    }

    @Test
    void idsOfManyThreadsAreUniqueAndIncreaseForEach() {
        List<CompletableFuture<List<String>>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            tasks.add(CompletableFuture.supplyAsync(() -> {
                List<String> mine = new ArrayList<>();
                for (int j = 0; j < 50_000; j++) {
                    mine.add(Ids.system().next());
                }
                return mine;
            }));
        }
        Set<String> all = new HashSet<>();
        for (CompletableFuture<List<String>> task : tasks) {
            assertThat(task.join()).isSorted();
            all.addAll(task.join());
        }
        assertThat(all).hasSize(200_000);
    }

    @Property
    void uuidTextIsThatOfTheJdk(@ForAll long high, @ForAll long low) {
        String text = UuidText.format(high, low);
        assertThat(text).isEqualTo(new UUID(high, low).toString());
        assertThat(UuidText.isUuid(text)).isTrue();
        assertThat(UuidText.high(text.toUpperCase(Locale.ROOT))).isEqualTo(high);
        assertThat(UuidText.low(text)).isEqualTo(low);
    }

    @Test
    void otherTextIsNoUuid() {
        String good = "01890a5d-ac96-774b-bcce-b302099a8057";
        for (String bad : List.of("", good + "0", good.substring(1), good.replace('b', 'g'), good.replace('-', '0'))) {
            assertThat(UuidText.isUuid(bad)).isFalse();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> UuidText.high(bad))
                    .withMessageStartingWith("Not a UUID");
            assertThatIllegalArgumentException().isThrownBy(() -> UuidText.low(bad));
        }
    }
}
