package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of several processes on one storage one holds a lease, until it lets it run out. */
final class LeaseTest {
    private static final Duration TERM = Duration.ofSeconds(10);
    private final Site site = new Site();
    private final Host one = site.start();
    private final Host two = site.start();

    @Test
    void onlyOneHoldsIt() {
        assertThat(one.store().tryLease("sync", TERM)).isTrue();
        assertThat(two.store().tryLease("sync", TERM)).isFalse();
        assertThat(one.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void itRunsOutAndIsTakenOver() {
        one.store().tryLease("sync", TERM);
        site.pass(TERM.minusMillis(1));
        assertThat(two.store().tryLease("sync", TERM)).isFalse();

        site.pass(Duration.ofMillis(1));

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
        assertThat(one.store().tryLease("sync", TERM)).isFalse();
    }

    @Test
    void whoRenewsItInTimeKeepsIt() {
        for (int i = 0; i < 20; i++) {
            assertThat(one.store().tryLease("sync", TERM)).isTrue();
            site.pass(TERM.dividedBy(2));
            assertThat(two.store().tryLease("sync", TERM)).isFalse();
        }
    }

    @Test
    void aLeaseFromAClockThatWasFarAheadHoldsNobodyUp() {
        one.time().skew(Duration.ofHours(2));
        assertThat(one.store().tryLease("sync", TERM)).isTrue();

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void aLeaseFromAClockThatWasALittleAheadCounts() {
        one.time().skew(TERM.dividedBy(2));
        assertThat(one.store().tryLease("sync", TERM)).isTrue();

        assertThat(two.store().tryLease("sync", TERM)).isFalse();
    }

    @Test
    void leasesOfOtherNamesAreOtherLeases() {
        assertThat(one.store().tryLease("sync", TERM)).isTrue();
        assertThat(two.store().tryLease("backup", TERM)).isTrue();
    }

    @Test
    void aLeaseThatIsGivenBackIsFreeAtOnce() {
        one.store().tryLease("sync", TERM);

        one.store().tryLease("sync", Duration.ZERO);

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void theLeaseOfAProcessThatDiedIsTakenOver() {
        one.store().tryLease("sync", TERM);
        site.crash(one);
        assertThat(two.store().tryLease("sync", TERM)).isFalse();

        site.pass(TERM);

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void theLeaseOfAProcessThatTheSystemKnowsToHaveEndedIsTakenOverAtOnce() {
        one.time().process("one", name -> false);
        two.time().process("two", name -> false);
        one.store().tryLease("sync", TERM);
        assertThat(two.store().tryLease("sync", TERM)).isFalse();
        site.crash(one);
        assertThat(two.store().tryLease("sync", TERM)).isFalse();

        two.time().process("two", "one"::equals);

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void aStorageThatIsBusyGivesNoLease() {
        one.storage().refuseWrites(new IOException("busy"));

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> one.store().tryLease("sync", TERM))
                .withMessageContaining("Try again");

        assertThat(two.store().tryLease("sync", TERM)).isTrue();
    }

    @Test
    void amongManyExactlyOneIsChosenAtEveryMoment() {
        List<Host> hosts = List.of(one, two, site.start(), site.start(), site.start());
        for (int i = 0; i < 50; i++) {
            site.pass(Duration.ofSeconds(3 + i % 11));
            long holders = hosts.stream()
                    .filter(host -> host.store().tryLease("sync", TERM))
                    .count();
            assertThat(holders).isEqualTo(1);
        }
    }
}
