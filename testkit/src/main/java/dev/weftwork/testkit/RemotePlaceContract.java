package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotRequest;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is meant for one place is not told at another, for adapters that say that they hold to it. */
public interface RemotePlaceContract extends RemoteContract {
    /** No call comes out at another server, in another workspace, or in the name of somebody else. */
    @Test
    default void noCallComesOutAtAnotherPlace() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            if (!checks(ada)) {
                return;
            }
            Op known = new Device("d1").title("1");
            Calls.push(ada, known);
            SnapshotManifest manifest = Calls.value(ada.snapshot(SnapshotRequest.ALL));
            RemotePlace own = Calls.value(ada.hello()).place();
            List<RemotePlace> others = List.of(
                    new RemotePlace("another server", own.workspace(), own.principal()),
                    new RemotePlace(own.server(), "an other wörkspace/%", own.principal()),
                    Calls.value(grace.hello()).place());

            for (RemotePlace other : others) {
                assertThat(ada.expect(other)).isTrue();
                assertThat(outcomes(ada, manifest)).as(other.toString()).allSatisfy(failure -> {
                    assertThat(failure.kind()).as(failure.toString()).isEqualTo(Kind.OTHER_PLACE);
                    assertThat(failure.code()).startsWith("other-");
                });
            }
            assertThat(Calls.pullAll(grace)).hasSize(1);
        }
    }

    /** Where the place is the one that is meant all goes as ever, and so it does when nobody is meant any more. */
    @Test
    default void aCallThatComesOutWhereItShouldIsAnswered() {
        try (RemoteAdapter ada = connect("ada")) {
            RemotePlace own = Calls.value(ada.hello()).place();
            Device device = new Device("d1");

            boolean checks = ada.expect(own);
            Calls.push(ada, device.title("1"));
            assertThat(Calls.pullAll(ada)).hasSize(1);
            Heard heard = new Heard();
            try (LiveChannel channel = ada.live(new LiveRequest(RemoteCursor.START, Set.of()), heard)) {
                assertThat(channel).as("what closes the channel").isNotNull();
                if (heard.awaitOpen()) {
                    heard.await(1);
                    assertThat(heard.ops()).hasSize(1);
                }
            }
            assertThat(ada.expect(new RemotePlace("another server", own.workspace(), own.principal())))
                    .isEqualTo(checks);
            assertThat(ada.expect(null)).isEqualTo(checks);
            Calls.push(ada, device.title("2"));

            assertThat(Calls.pullAll(ada)).hasSize(2);
        }
    }

    private static boolean checks(RemoteAdapter remote) {
        return remote.expect(null) && Calls.value(remote.hello()).features().contains(RemoteHello.CHECKS_PLACE);
    }

    /** Makes every call that there is. */
    private static List<RemoteFailure> outcomes(RemoteAdapter remote, SnapshotManifest manifest) {
        PushRequest push = PushRequest.of(List.of(new Device("d2").title("2")));
        PullRequest pull = PullRequest.after(RemoteCursor.START, 10);
        RemoteCursor head = manifest.cursor();
        EntityWrites drag =
                EntityWrites.to(Device.NODE).set("title", Json.of("x")).build();
        List<CompletableFuture<? extends RemoteReply<?>>> calls = new ArrayList<>(List.of(
                remote.hello(),
                remote.push(push),
                remote.pull(pull),
                remote.pull(PullRequest.after(head, 10).waiting(Duration.ofSeconds(25))),
                remote.sync(push, pull),
                remote.snapshot(SnapshotRequest.ALL),
                remote.part(manifest.parts().get(0)),
                remote.history(HistoryRequest.of(Device.WORKFLOW)),
                remote.frame(new GestureFrame(Device.WORKFLOW, new OpId("g1"), 1, List.of(drag)))));
        remote.assets().ifPresent(assets -> calls.addAll(binaries(assets)));
        List<RemoteFailure> outcomes = new ArrayList<>();
        calls.forEach(call -> outcomes.add(failure(call)));
        Heard heard = new Heard();
        try (LiveChannel channel = remote.live(new LiveRequest(RemoteCursor.START, Set.of()), heard)) {
            assertThat(channel).as("what closes the channel").isNotNull();
            assertThat(heard.awaitEnd()).isEqualTo(Kind.OTHER_PLACE);
            assertThat(heard.ops()).isEmpty();
        }
        return outcomes;
    }

    private static RemoteFailure failure(CompletableFuture<? extends RemoteReply<?>> call) {
        RemoteReply<?> reply = call.join();
        assertThat(reply).isInstanceOf(RemoteReply.Failed.class);
        return ((RemoteReply.Failed<?>) reply).failure();
    }

    private static List<CompletableFuture<? extends RemoteReply<?>>> binaries(RemoteAssets assets) {
        Blob blob = Blob.of(7, 1_000);
        return List.of(
                assets.missing(Set.of(blob.hash())),
                assets.upload(blob.hash(), blob.bytes().length, blob.source(), at -> {}),
                assets.download(blob.hash(), 0, Blob.into(new ByteArrayOutputStream()), at -> {}));
    }
}
