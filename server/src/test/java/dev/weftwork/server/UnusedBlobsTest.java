package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A binary stays while anything living refers to it, and for long after that. */
final class UnusedBlobsTest {
    private static final Bytes FOX = Bytes.of(1, 100_000);
    private static final Bytes OWL = Bytes.of(2, 50_000);
    private static final Duration GRACE = Duration.ofDays(90);

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Clock.systemUTC().instant());

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.start(Site.builder(directory).clock(new TestClock()));
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The wall clock of the server. */
    private final class TestClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }

    private long collectAfter(Duration time) {
        return collectAfter(time, GRACE);
    }

    private long collectAfter(Duration time, Duration grace) {
        now.updateAndGet(before -> before.plus(time));
        try {
            return site.server.collect(grace);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void push(Op... ops) {
        assertThat(ada.post(Site.STUDIO + "/ops", Site.push(ops)).statusCode()).isEqualTo(200);
    }

    private static Json ref(Bytes content) {
        return Json.object()
                .put("kind", "opfs")
                .put("path", "assets/image/any")
                .put("hash", "sha256-" + content.hash())
                .build();
    }

    private boolean has(Bytes content) {
        return content.get(ada, Site.STUDIO).statusCode() == 200;
    }

    @Test
    void whatNothingLivingRefersToGoesWhenItsTimeIsOver() {
        FOX.put(ada, Site.STUDIO);
        OWL.put(ada, Site.STUDIO);
        push(Site.op("pad", 1, RegisterNames.LIFE, Json.TRUE), Site.op("pad", 2, "config.image", ref(FOX)));

        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE.minusHours(1))).isZero();
        assertThat(has(OWL)).isTrue();
        assertThat(collectAfter(Duration.ofHours(1))).isEqualTo(50_000);
        assertThat(has(OWL)).isFalse();
        assertThat(has(FOX)).isTrue();
    }

    @Test
    void whatOnlyADeletedNodeRefersToGoesWhenItsTimeIsOver() {
        FOX.put(ada, Site.STUDIO);
        push(Site.op("pad", 1, RegisterNames.LIFE, Json.TRUE), Site.op("pad", 2, "config.image", ref(FOX)));
        assertThat(collectAfter(Duration.ZERO)).isZero();
        push(Site.op("pad", 3, RegisterNames.LIFE, Json.FALSE));

        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE)).isEqualTo(100_000);
    }

    @Test
    void aMentionInATextCountsAsWell() {
        FOX.put(ada, Site.STUDIO);
        push(
                Site.op("pad", 1, RegisterNames.LIFE, Json.TRUE),
                Site.op("pad", 2, "config.note", Json.of("see sha256-" + FOX.hash() + " for the fox")));

        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE.multipliedBy(3))).isZero();
        assertThat(has(FOX)).isTrue();
    }

    @Test
    void whatOnlyASavedVersionRefersToStays() {
        FOX.put(ada, Site.STUDIO);
        save("{\"nodes\":[{\"id\":\"n\",\"data\":{\"image\":" + ref(FOX).text() + "}}],\"edges\":[]}");
        assertThat(ada.post("/api/workflows/w/versions", "{}").statusCode()).isEqualTo(201);
        save("{\"nodes\":[],\"edges\":[]}");

        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE)).isZero();
        assertThat(has(FOX)).isTrue();
    }

    @Test
    void whileAVersionCannotBeReadNothingGoes() {
        FOX.put(ada, Site.STUDIO);
        EntityKey chunk = new EntityKey(EntityKind.CHUNK, "node/" + "0".repeat(43));
        push(
                op(1, EntityKey.of(WorkflowId.of("poster")), RegisterNames.LIFE, Json.TRUE),
                op(2, chunk, RegisterNames.VALUE, Json.of("junk")));

        Duration grace = Duration.ofMinutes(20);
        assertThat(collectAfter(Duration.ZERO, grace)).isZero();
        assertThat(collectAfter(grace, grace)).isZero();
        assertThat(has(FOX)).isTrue();
        push(op(3, chunk, RegisterNames.LIFE, Json.FALSE));
        assertThat(collectAfter(Duration.ZERO, grace))
                .as("the time counts anew")
                .isZero();
        assertThat(collectAfter(grace, grace)).isEqualTo(100_000);
    }

    private static Op op(long number, EntityKey key, String register, Json value) {
        EntityWrites writes = EntityWrites.to(key).set(register, value).build();
        Op.Origin origin = new Op.Origin(new DeviceId("pad"), number, 1_000 + number);
        return Op.of(new OpId("pad-" + number), WorkflowId.of("poster"), origin, List.of(writes));
    }

    private void save(String definition) {
        assertThat(ada.post("/api/workflows", "{\"id\":\"w\",\"name\":\"n\",\"definition\":" + definition + "}")
                        .statusCode())
                .isIn(200, 201);
    }

    @Test
    void whoAsksWhetherItIsThereCanRelyOnTheAnswer() {
        FOX.put(ada, Site.STUDIO);
        assertThat(collectAfter(Duration.ZERO)).isZero();
        now.updateAndGet(before -> before.plus(GRACE));

        assertThat(ada.post(Site.STUDIO + "/blobs/missing", "{\"hashes\":[\"" + FOX.hash() + "\"]}")
                        .body())
                .contains("\"missing\":[]");
        assertThat(collectAfter(Duration.ofDays(1))).isZero();
        assertThat(collectAfter(GRACE)).isEqualTo(100_000);
    }

    @Test
    void theTimeGoesOnOverARestart() {
        FOX.put(ada, Site.STUDIO);
        assertThat(collectAfter(Duration.ZERO)).isZero();
        site.close();
        start();

        assertThat(collectAfter(GRACE)).isEqualTo(100_000);
    }

    @Test
    void whatIsBeingBroughtOnceMoreStays() {
        String begun = ada.send(ada.request(Site.STUDIO + "/uploads")
                        .header("Upload-Complete", "?0")
                        .header("Upload-Length", "100000")
                        .header("Repr-Digest", FOX.digest())
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("Location")
                .orElse("");
        assertThat(begun).isNotEmpty();
        FOX.put(ada, Site.STUDIO);

        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE)).isZero();
        assertThat(has(FOX)).isTrue();
    }

    @Test
    void roomReturnsToTheWorkspace() {
        site.close();
        site = Site.start(
                Site.builder(directory).clock(new TestClock()).quotas(Quotas.USUAL.withStorageBytes(120_000)));
        ada = site.as(Site.ADA);
        FOX.put(ada, Site.STUDIO);
        assertThat(OWL.put(ada, Site.STUDIO).statusCode()).isEqualTo(507);
        assertThat(collectAfter(Duration.ZERO)).isZero();
        assertThat(collectAfter(GRACE)).isEqualTo(100_000);

        assertThat(OWL.put(ada, Site.STUDIO).statusCode()).isEqualTo(204);
    }
}
