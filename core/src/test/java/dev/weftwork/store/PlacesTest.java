package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.OpId;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Only about what was admitted long ago the log has to be asked. */
final class PlacesTest {
    private final Places places = new Places(100);

    private static OpId op(long number) {
        return new OpId("op" + number);
    }

    @Test
    void ofWhatCameInThePlaceIsKnown() {
        places.put(op(1), 101);

        assertThat(places.isAfter(op(1), 100)).isEqualTo(Places.Answer.YES);
        assertThat(places.isAfter(op(1), 101)).isEqualTo(Places.Answer.NO);
    }

    @Test
    void whatWasThereBeforeIsNotBehindIt() {
        assertThat(places.isAfter(op(1), 100)).isEqualTo(Places.Answer.NO);
        assertThat(places.isAfter(op(1), 99)).isEqualTo(Places.Answer.UNKNOWN);
    }

    @Test
    void whatTheLogDoesNotKnowEitherIsBeyondMemory() {
        places.putAll(Map.of(op(1), 50L));

        assertThat(places.isAfter(op(1), 49)).isEqualTo(Places.Answer.YES);
        assertThat(places.isAfter(op(2), 0)).isEqualTo(Places.Answer.NO);
    }

    @Test
    void ofTheForgottenTheGreatestPlaceIsRemembered() {
        for (long i = 1; i <= 1_500; i++) {
            places.put(op(i), 100 + i);
        }
        places.keepLatest();

        assertThat(places.isAfter(op(1_500), 1_599)).isEqualTo(Places.Answer.YES);
        assertThat(places.isAfter(op(500), 600)).isEqualTo(Places.Answer.NO);
        assertThat(places.isAfter(op(500), 599)).isEqualTo(Places.Answer.UNKNOWN);
    }
}
