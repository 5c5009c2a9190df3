package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A place for assets that fails holds back nothing but the binaries, and those not for good. */
final class FailingPlaceTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final Duration OVER_A_MINUTE = Duration.ofSeconds(61);

    private final FlakyPlace place = new FlakyPlace();
    private final Site site = new Site();
    private Host host = site.start(builder -> builder.assets(place.open()));

    private static String picture(int seed) {
        byte[] bytes = new byte[9_000];
        new Random(seed).nextBytes(bytes);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);
    }

    private Commit write(String picture) {
        return host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", picture);
    }

    private Json shown() {
        return Sample.node(host.store(), Sample.IDEA).config().getOrDefault("image", Json.NULL);
    }

    private boolean isAsset() {
        return AssetRef.read(shown())
                .filter(ref -> host.store().assets().stat(ref).isPresent())
                .isPresent();
    }

    private List<String> notices() {
        return host.store().assets().description().notices().stream()
                .map(CapabilityNotice::code)
                .toList();
    }

    private void restart() {
        site.stop(host);
        host = site.start(builder -> builder.assets(place.open()));
    }

    @Test
    void anEditIsNotHeldUpByDecodingOrHashing() {
        Sample.create(host.store()).awaitDurable();
        place.calls.clear();
        Commit commit = write(picture(1));

        assertThat(shown()).isEqualTo(Json.of(picture(1)));
        assertThat(place.calls).isEmpty();
        commit.awaitDurable();
        assertThat(isAsset()).isTrue();
    }

    @Test
    void whileABinaryIsPutOthersEditAndReadAndNobodySeesAReferenceToWhatIsNotThere() {
        Sample.create(host.store()).awaitDurable();
        List<Json> meanwhile = new ArrayList<>();
        place.beforePut(() -> {
            var other = CompletableFuture.runAsync(() -> {
                Sample.title(host.store(), Sample.IMAGE, "Meanwhile");
                meanwhile.add(shown());
            });
            assertThat(other).succeedsWithin(3, TimeUnit.MINUTES);
        });
        List<Json> told = new ArrayList<>();
        host.store()
                .observe(
                        Sample.POSTER,
                        change -> told.add(change.workflow()
                                .node(Sample.IDEA)
                                .orElseThrow()
                                .config()
                                .get("image")));
        write(picture(1)).awaitDurable();
        site.pass(A_SECOND);

        assertThat(meanwhile).containsExactly(Json.of(picture(1)));
        assertThat(Sample.title(host.store(), Sample.IMAGE)).isEqualTo("Meanwhile");
        assertThat(told).last().isEqualTo(shown());
        assertThat(isAsset()).isTrue();
    }

    @Test
    void aPlaceThatSaysLaterHoldsEditsBackAFewTimesAndNoMore() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.later());
        write(picture(1));
        Sample.title(host.store(), Sample.IMAGE, "After");
        site.pass(Duration.ofMillis(50));
        assertThat(host.store().oplog().unsaved()).hasSize(2);
        site.pass(A_SECOND);

        assertThat(host.store().oplog().unsaved()).isEmpty();
        assertThat(place.puts()).isEqualTo(3);
        assertThat(notices()).containsExactly("kept-in-graph");
        assertThat(shown()).isEqualTo(Json.of(picture(1)));
    }

    @Test
    void aPlaceThatNeedsAPersonHoldsNothingBack() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.full());

        write(picture(1)).awaitDurable();
        write(picture(2)).awaitDurable();

        assertThat(place.puts()).isEqualTo(1);
        assertThat(host.store().assets().description().notices().get(0).message())
                .contains("fields of 1 workflows", "no space left");
        place.refuse(null);
        restart();
        assertThat(shown()).isEqualTo(Json.of(picture(2)));
    }

    @Test
    void whatStayedMovesOutWithinAMinuteOfTheRoomBeingThere() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.full());
        write(picture(1)).awaitDurable();
        site.pass(OVER_A_MINUTE);
        assertThat(isAsset()).isFalse();
        place.refuse(null);
        site.pass(OVER_A_MINUTE);

        assertThat(isAsset()).isTrue();
        assertThat(notices()).isEmpty();
        assertThat(host.time().failures()).isEmpty();
        write(picture(2)).awaitDurable();
        assertThat(isAsset()).isTrue();
    }

    @Test
    void whatStayedMovesOutAtOnceWhenAskedAlsoAfterARestart() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.full());
        write(picture(1)).awaitDurable();
        assertThatThrownBy(() -> host.store().offload()).hasMessageContaining("no space left");
        place.refuse(null);
        restart();

        assertThat(host.store().offload()).isEqualTo(1);
        assertThat(isAsset()).isTrue();
        assertThat(host.store().offload()).isZero();
    }

    @Test
    void whatMovesOutIsNoStepToTakeBack() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.full());
        write(picture(1)).awaitDurable();
        write(picture(2)).awaitDurable();
        place.refuse(null);
        assertThat(host.store().offload()).isEqualTo(1);
        host.store().history(Sample.POSTER).undo();
        host.store().flush();

        assertThat(isAsset()).isTrue();
        host.store().history(Sample.POSTER).undo();
        assertThat(shown()).isEqualTo(Json.NULL);
        host.store().history(Sample.POSTER).redo();
        host.store().history(Sample.POSTER).redo();
        host.store().flush();
        assertThat(isAsset()).isTrue();
    }

    @Test
    void aStepBackBringsTheAssetAlsoIfItWasMadeBeforeTheBinaryWasPut() {
        Sample.create(host.store()).awaitDurable();
        write(picture(1));
        write(picture(2)).awaitDurable();
        AssetRef second = AssetRef.read(shown()).orElseThrow();
        host.store().history(Sample.POSTER).undo();
        host.store().flush();

        AssetRef first = AssetRef.read(shown()).orElseThrow();
        assertThat(first.hash()).isNotEqualTo(second.hash());
        assertThat(isAsset()).isTrue();
    }

    @Test
    void closingDoesNotWaitForAPlaceThatSaysLater() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.later());
        write(picture(1));
        Sample.title(host.store(), Sample.IMAGE, "After");
        restart();

        assertThat(shown()).isEqualTo(Json.of(picture(1)));
        assertThat(Sample.title(host.store(), Sample.IMAGE)).isEqualTo("After");
    }

    @Test
    void editsBeforeTheLargeOneAreNotHeldBackAtAll() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.later());
        Commit before = Sample.title(host.store(), Sample.IMAGE, "Before");
        write(picture(1));
        before.awaitDurable();

        assertThat(before.durable()).isCompleted();
    }

    @Test
    void anEditWhoseBinaryWasPutIsWrittenBeforeTheNextBinaryWhichMayHang() {
        Sample.create(host.store()).awaitDurable();
        List<Integer> unsaved = new ArrayList<>();
        place.beforePut(() -> unsaved.add(host.store().oplog().unsaved().size()));
        write(picture(1));
        write(picture(2));
        site.pass(A_SECOND);

        assertThat(unsaved).containsExactly(2, 1);
        assertThat(isAsset()).isTrue();
    }

    @Test
    void editsWhoseBinariesWerePutAreNotHeldBackByOneWhoseIsNot() {
        Sample.create(host.store()).awaitDurable();
        place.beforePut(() -> place.refuse(place.puts() > 1 ? FlakyPlace.later() : null));
        Commit first = write(picture(1));
        Commit between = Sample.title(host.store(), Sample.IMAGE, "Between");
        write(picture(2));
        first.awaitDurable();

        assertThat(first.durable()).isCompleted();
        assertThat(between.durable()).isCompleted();
        assertThat(host.store().oplog().unsaved()).hasSize(1);
    }

    @Test
    void editsWhoseBinariesWerePutAreWrittenBeforeOneIsTriedAgainWhoseIsNot() {
        Sample.create(host.store()).awaitDurable();
        place.beforePut(() -> place.refuse(place.puts() > 1 ? FlakyPlace.later() : null));
        write(picture(1));
        Sample.title(host.store(), Sample.IMAGE, "Between");
        write(picture(2));
        site.pass(Duration.ofMillis(50));

        assertThat(host.store().oplog().unsaved()).hasSize(1);
    }

    @Test
    void aPlaceThatThrowsWhatItShouldNotHoldsNothingBackForLong() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(new IllegalStateException("the client of the bucket was closed"));
        write(picture(1));
        Sample.title(host.store(), Sample.IMAGE, "After");
        site.pass(A_SECOND);

        assertThat(host.store().oplog().unsaved()).isEmpty();
        assertThat(shown()).isEqualTo(Json.of(picture(1)));
        assertThat(host.store().assets().description().notices().get(0).message())
                .contains("the client of the bucket was closed");
        place.refuse(null);
        site.pass(OVER_A_MINUTE);
        assertThat(isAsset()).isTrue();
        assertThat(host.time().failures()).isEmpty();
    }

    @Test
    void aPlaceWhoseAdapterCannotBeLoadedHoldsNothingBackForLong() {
        Sample.create(host.store()).awaitDurable();
        place.beforePut(() -> {
            throw new NoClassDefFoundError("bucket/Client");
        });
        write(picture(1));
        Sample.title(host.store(), Sample.IMAGE, "After");
        site.pass(A_SECOND);

        assertThat(host.store().oplog().unsaved()).isEmpty();
        assertThat(notices()).containsExactly("kept-in-graph");
    }

    @Test
    void aPlaceThatThrowsWhatItShouldNotWhenAskedAgainIsAskedOnceMore() {
        Sample.create(host.store()).awaitDurable();
        place.refuse(FlakyPlace.full());
        write(picture(1)).awaitDurable();
        place.refuse(new IllegalStateException("the client of the bucket was closed"));
        site.pass(OVER_A_MINUTE);
        assertThatThrownBy(() -> host.store().offload())
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("the client of the bucket was closed");
        assertThat(notices()).containsExactly("kept-in-graph");
        place.refuse(null);
        site.pass(OVER_A_MINUTE);

        assertThat(isAsset()).isTrue();
        assertThat(notices()).isEmpty();
    }
}
