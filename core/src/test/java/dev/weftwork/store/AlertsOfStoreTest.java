package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.metrics.Alert;
import dev.weftwork.metrics.AlertRules;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.metrics.OperationKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A store tells its host of what is slow and of what fails. */
final class AlertsOfStoreTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final List<Alert> told = new ArrayList<>();
    private final Site site = new Site();

    private Host start(AlertRules rules) {
        return site.start(builder -> builder.alerts(Alerts.of(rules, told::add)).assets(MemoryBlobs.create()));
    }

    @Test
    void anEditThatTakesLongIsToldWithItsKind() {
        Host host = start(AlertRules.NONE.slower(OperationKind.EDIT, LIMIT));
        Sample.create(host.store());
        host.store().edit(Sample.POSTER, draft -> {
            host.time().advance(LIMIT.plusSeconds(1));
            draft.rename("slow");
        });
        site.pass(Duration.ofMillis(1));

        assertThat(told).singleElement().satisfies(alert -> {
            assertThat(alert.operation()).isEqualTo(OperationKind.EDIT);
            assertThat(alert.kind()).isEqualTo(Alert.Kind.SLOW);
        });
    }

    @Test
    void aDiskThatRefusesIsToldOnceAndAgainWhenItTakesEverything() {
        Host host = start(AlertRules.NONE.failing(OperationKind.WRITE, 3, Duration.ofMinutes(1)));
        Sample.create(host.store()).awaitDurable();
        host.storage().refuseWrites(new IOException("no room"));
        Sample.title(host.store(), Sample.IDEA, "waits");
        site.pass(Duration.ofSeconds(20));
        assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.FAILING);

        host.storage().refuseWrites(null);
        site.pass(Duration.ofMinutes(2));
        Sample.title(host.store(), Sample.IDEA, "goes").awaitDurable();
        site.pass(Duration.ofMillis(1));

        assertThat(told).extracting(Alert::kind).containsExactly(Alert.Kind.FAILING, Alert.Kind.RECOVERED);
    }

    @Test
    void aBinaryThatTakesLongIsToldAndEachIsCounted() throws IOException {
        Host host = start(AlertRules.NONE.slower(OperationKind.ASSET, LIMIT));
        InputStream slow = new ByteArrayInputStream(new byte[10]) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                host.time().advance(LIMIT);
                return super.read(into, from, length);
            }
        };
        host.store().assets().put(slow, AssetOptions.of("image/png"));
        site.pass(Duration.ofMillis(1));

        assertThat(told).extracting(Alert::operation).containsExactly(OperationKind.ASSET);
        assertThat(host.store().metrics().assets().snapshot().total()).isEqualTo(1);
    }

    @Test
    void whatNoRuleIsAboutIsNotTold() {
        Host host = start(AlertRules.NONE);
        Sample.create(host.store());
        host.store().edit(Sample.POSTER, draft -> {
            host.time().advance(Duration.ofHours(1));
            draft.rename("slow");
        });
        host.storage().refuseWrites(new IOException("no room"));
        Sample.title(host.store(), Sample.IDEA, "waits");
        site.pass(Duration.ofHours(1));

        assertThat(told).isEmpty();
    }
}
