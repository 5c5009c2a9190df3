package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Gestures that peers see while they last. An adapter whose greeting names no frames refuses them, and that is all of it. */
public interface RemoteFrameContract extends RemoteContract {
    /** A frame reaches every other channel of the workspace as it was sent, and not the sender's. */
    @Test
    default void aFrameReachesAllOthersAndNotItsSender() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter alsoAda = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Heard own = new Heard();
            Heard other = new Heard();
            Heard peer = new Heard();
            GestureFrame frame = frame("g", 1, OddJson.VALUES);

            try (LiveChannel one = listen(ada, own);
                    LiveChannel two = listen(alsoAda, other);
                    LiveChannel three = listen(grace, peer)) {
                assertThat(List.of(one, two, three)).doesNotContainNull();
                if (sends(ada, frame) && own.awaitOpen()) {
                    other.awaitFrame(frame);
                    peer.awaitFrame(frame);
                    // what comes after it has come, so the frame itself has not
                    Calls.push(grace, new Device("d1").title("1"));
                    own.await(1);

                    assertThat(other.frames()).containsExactly(frame);
                    assertThat(peer.frames()).containsExactly(frame);
                    assertThat(own.frames()).isEmpty();
                }
            }
        }
    }

    /** Nothing is kept of a frame. */
    @Test
    default void aFrameIsKeptNowhere() {
        try (RemoteAdapter ada = connect("ada")) {
            Calls.push(ada, new Device("d1").title("1"));
            RemoteCursor before = Calls.head(ada);

            sends(ada, frame("g", 1, List.of("\"dragged\"")));

            assertThat(Calls.head(ada)).isEqualTo(before);
            assertThat(Calls.pullAll(ada)).hasSize(1);
            assertThat(Replay.snapshot(ada)).isEqualTo(Replay.of(Calls.pullAll(ada)));
        }
    }

    /** What comes behind a newer frame of its gesture is not passed on. */
    @Test
    default void anOlderFrameIsDropped() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Heard heard = new Heard();
            try (LiveChannel channel = listen(grace, heard)) {
                assertThat(channel).isNotNull();
                GestureFrame last = frame("g", 9, List.of("9"));
                boolean sent = sends(ada, frame("g", 5, List.of("5")))
                        && sends(ada, frame("g", 4, List.of("4")))
                        && sends(ada, frame("g", 5, List.of("55")))
                        && sends(ada, last);
                if (sent) {
                    heard.awaitFrame(last);

                    assertThat(heard.frames())
                            .extracting(GestureFrame::number)
                            .doesNotContain(4L)
                            .doesNotHaveDuplicates()
                            .isSorted();
                }
            }
        }
    }

    /** Nobody can go on with the gesture of somebody else. */
    @Test
    default void aGestureBelongsToWhoBeganIt() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace");
                RemoteAdapter eve = connect("eve")) {
            Heard heard = new Heard();
            try (LiveChannel channel = listen(grace, heard)) {
                assertThat(channel).isNotNull();
                GestureFrame hers = frame("g", 1, List.of("1"));
                GestureFrame last = frame("h", 1, List.of("2"));
                boolean sent = sends(ada, hers) && sends(eve, frame("g", 2, List.of("3"))) && sends(eve, last);
                if (sent) {
                    heard.awaitFrame(last);

                    assertThat(heard.frames()).containsExactly(hers, last);
                }
            }
        }
    }

    /** A channel that is about some workflows hears of gestures in these only. */
    @Test
    default void aChannelHearsOfItsWorkflowsOnly() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Heard heard = new Heard();
            WorkflowId other = WorkflowId.of("other");
            LiveRequest request = new LiveRequest(RemoteCursor.START, Set.of(other));
            try (LiveChannel channel = grace.live(request, heard)) {
                assertThat(channel).isNotNull();
                heard.awaitOpen();
                GestureFrame last = new GestureFrame(
                        other, new OpId("h"), 1, frame("h", 1, List.of("1")).values());
                if (sends(ada, frame("g", 1, List.of("1"))) && sends(ada, last)) {
                    heard.awaitFrame(last);

                    assertThat(heard.frames()).containsExactly(last);
                }
            }
        }
    }

    /** That a gesture was called off is heard as well. */
    @Test
    default void aGestureCanBeCalledOff() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Heard heard = new Heard();
            try (LiveChannel channel = listen(grace, heard)) {
                assertThat(channel).isNotNull();
                GestureFrame end = new GestureFrame(Device.WORKFLOW, new OpId("g"), 2, List.of());
                if (sends(ada, frame("g", 1, List.of("1"))) && sends(ada, end)) {
                    heard.awaitFrame(end);

                    assertThat(heard.frames().get(heard.frames().size() - 1)).isEqualTo(end);
                }
            }
        }
    }

    private static LiveChannel listen(RemoteAdapter remote, Heard heard) {
        LiveChannel channel = remote.live(new LiveRequest(RemoteCursor.START, Set.of()), heard);
        heard.awaitOpen();
        return channel;
    }

    private static GestureFrame frame(String gesture, long number, List<String> values) {
        EntityWrites.Builder writes = EntityWrites.to(Device.NODE);
        for (int i = 0; i < values.size(); i++) {
            writes.set("config." + i, Json.parse(values.get(i)));
        }
        return new GestureFrame(Device.WORKFLOW, new OpId(gesture), number, List.of(writes.build()));
    }

    /** Sends a frame; false if the adapter says that it has none, and then it has to refuse this one. */
    private static boolean sends(RemoteAdapter remote, GestureFrame frame) {
        if (Calls.value(remote.hello()).features().contains("frames")) {
            Calls.value(remote.frame(frame));
            return true;
        }
        assertThat(Calls.failure(remote.frame(frame)).kind()).isEqualTo(RemoteFailure.Kind.UNSUPPORTED);
        return false;
    }
}
