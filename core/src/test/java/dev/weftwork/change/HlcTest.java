package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A device's clock only ever rises, whatever the wall clock says. */
@Domain(Given.class)
@Domain(DomainContext.Global.class)
final class HlcTest {
    private static final long NOW = Instant.parse("2026-11-20T12:00:00Z").toEpochMilli();

    @Property
    void theClockRisesStrictlyAcrossCrashesRollBacksAndProcesses(@ForAll Moments moments) {
        ClockLaws.risesStrictly(ClockLaws::persisted, moments);
    }

    @Property
    void aWriteNeverFailsForTheWallClocksSake(@ForAll Moments moments) {
        ClockLaws.neverFails(ClockLaws::persisted, moments);
    }

    @Property
    void noWallClockUsesUpTheRoomToCount(@ForAll long wallMillis) {
        assertThat(Hlc.next(0, wallMillis)).isBetween(1L, Long.MAX_VALUE / 2 + 1);
    }

    @Property
    void theClockIsNeverBehindASensibleWallClock(
            @ForAll @LongRange(min = 0, max = 1L << 60) long last,
            @ForAll @LongRange(min = 0, max = 1L << 46) long wallMillis) {
        assertThat(Hlc.millis(Hlc.next(last, wallMillis))).isGreaterThanOrEqualTo(wallMillis);
        assertThat(Hlc.next(last, wallMillis)).isIn(last + 1, Hlc.at(wallMillis));
    }

    @Test
    void theFirstTickOfAMillisecondHasACounterOfZero() {
        assertThat(Hlc.next(Hlc.at(NOW - 1) + 77, NOW)).isEqualTo(Hlc.at(NOW));
        assertThat(Hlc.millis(Hlc.at(NOW))).isEqualTo(NOW);
    }

    @Test
    void aFullCounterCarriesIntoTheMilliseconds() {
        long full = Hlc.at(NOW) + 0xFFFF;

        assertThat(Hlc.millis(full)).isEqualTo(NOW);
        assertThat(Hlc.next(full, NOW)).isEqualTo(Hlc.at(NOW + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -(1L << 47) - 1, -1, 0})
    void aWallClockBeforeTheEpochOnlyCounts(long wallMillis) {
        assertThat(Hlc.next(5, wallMillis)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 46, (1L << 47) - 1, 1L << 47, Long.MAX_VALUE})
    void aWallClockThousandsOfYearsAheadCountsAsItsLimit(long wallMillis) {
        assertThat(Hlc.next(5, wallMillis)).isEqualTo(Hlc.at(1L << 46));
    }
}
