package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.spi.LiveChannel;
import dev.weftwork.spi.LiveRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Hearing of changes as they happen. An adapter without a live channel says so at once, and that is all of it. */
public interface RemoteLiveContract extends RemoteContract {
    /** What was missed comes first, then what happens, in order and once. */
    @Test
    default void theLiveChannelTellsAllInOrderAndOnce() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            Device device = new Device("d1");
            Calls.push(ada, device.title("1"), device.title("2"));
            Heard heard = new Heard();

            try (LiveChannel channel = grace.live(new LiveRequest(RemoteCursor.START, Set.of()), heard)) {
                assertThat(channel).as("what closes the channel").isNotNull();
                if (heard.awaitOpen()) {
                    Calls.push(ada, device.title("3"));
                    Calls.push(ada, device.title("4"), device.title("5"));

                    heard.await(5);
                    assertThat(heard.ops()).isEqualTo(Calls.pullAll(ada));
                }
            }
        }
    }

    /** A new channel goes on where the last one was. */
    @Test
    default void aNewChannelGoesOnFromACursor() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(remote, device.title("1"));
            RemoteCursor cursor = Calls.head(remote);
            Calls.push(remote, device.title("2"));
            Heard heard = new Heard();

            try (LiveChannel channel = remote.live(new LiveRequest(cursor, Set.of()), heard)) {
                assertThat(channel).as("what closes the channel").isNotNull();
                if (heard.awaitOpen()) {
                    heard.await(1);
                    assertThat(heard.ops()).extracting(AdmittedOp::seq).containsExactly(2L);
                }
            }
        }
    }

    /** A channel from a place that the server never had ends with the reason. */
    @Test
    default void aChannelFromNowhereEnds() {
        try (RemoteAdapter remote = connect("ada")) {
            Heard heard = new Heard();

            try (LiveChannel channel = remote.live(new LiveRequest(new RemoteCursor("nonsense"), Set.of()), heard)) {
                assertThat(channel).as("what closes the channel").isNotNull();
                assertThat(heard.awaitEnd())
                        .isIn(
                                RemoteFailure.Kind.BAD_REQUEST,
                                RemoteFailure.Kind.CURSOR_FOREIGN,
                                RemoteFailure.Kind.UNSUPPORTED);
            }
        }
    }

    /** Closing the adapter ends its channels, and says so. */
    @Test
    default void closingTheAdapterEndsItsChannels() {
        Heard heard = new Heard();
        RemoteAdapter remote = connect("ada");
        remote.live(new LiveRequest(RemoteCursor.START, Set.of()), heard);
        heard.awaitOpen();

        remote.close();

        assertThat(heard.awaitEnd()).isIn(RemoteFailure.Kind.UNAVAILABLE, RemoteFailure.Kind.UNSUPPORTED);
    }

    /** After the caller closed a channel nothing more is heard, not even that it ended. */
    @Test
    default void aClosedChannelIsSilent() {
        try (RemoteAdapter remote = connect("ada")) {
            Heard heard = new Heard();
            LiveChannel channel = remote.live(new LiveRequest(RemoteCursor.START, Set.of()), heard);
            boolean live = heard.awaitOpen();

            channel.close();
            channel.close();
            Calls.push(remote, new Device("d1").title("1"));

            assertThat(heard.ops()).isEqualTo(List.of());
            assertThat(heard.hasEnded()).isEqualTo(!live);
        }
    }
}
