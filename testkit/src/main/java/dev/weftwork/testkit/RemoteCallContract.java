package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.Op;
import dev.weftwork.change.Verdict;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemoteHello;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.SnapshotRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How calls behave, whatever they ask for. */
public interface RemoteCallContract extends RemoteContract {
    /** A server says whom it takes the caller for, and what it can do. */
    @Test
    default void helloNamesWorkspaceAndPrincipal() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            RemoteHello hers = Calls.value(ada.hello());
            RemoteHello other = Calls.value(grace.hello());

            assertThat(hers.principal()).isEqualTo("ada");
            assertThat(other.principal()).isEqualTo("grace");
            assertThat(other.workspace()).isEqualTo(hers.workspace());
            assertThat(other.server()).isEqualTo(hers.server());
            assertThat(hers.writable()).isTrue();
            assertThat(hers.maxOps()).isPositive();
            assertThat(hers.maxBytes()).isPositive();
        }
    }

    /** No stamp is ever above the clock that comes with the answers. */
    @Test
    default void everyAnswerCarriesAClockAboveAllStamps() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1").clock(Long.MAX_VALUE / 4);
            Op op = device.title("1");

            RemoteReply.Ok<PushAnswer> pushed = Calls.ok(remote.push(PushRequest.of(List.of(op))));
            long eff = ((Verdict.Applied) Calls.verdict(remote, op)).eff();

            assertThat(pushed.time().hlc()).isGreaterThanOrEqualTo(eff);
            assertThat(Calls.ok(remote.hello()).time().hlc()).isGreaterThanOrEqualTo(eff);
            assertThat(Calls.ok(remote.pull(PullRequest.after(RemoteCursor.START, 1)))
                            .time()
                            .hlc())
                    .isGreaterThanOrEqualTo(eff);
            assertThat(Calls.ok(remote.snapshot(SnapshotRequest.ALL)).time().hlc())
                    .isGreaterThanOrEqualTo(eff);
        }
    }

    /** A push of nothing is fine. */
    @Test
    default void anEmptyPushIsAnsweredEmpty() {
        try (RemoteAdapter remote = connect("ada")) {
            assertThat(Calls.push(remote)).isEmpty();
        }
    }

    /** More operations than the server takes are refused as a whole. */
    @Test
    default void tooManyOperationsAreTooLarge() {
        try (RemoteAdapter remote = connect("ada")) {
            int most = Calls.value(remote.hello()).maxOps();
            Device device = new Device("d1");
            Op[] ops = new Op[most + 1];
            for (int i = 0; i < ops.length; i++) {
                ops[i] = device.title("t");
            }

            assertThat(Calls.failure(remote.push(PushRequest.of(List.of(ops)))).kind())
                    .isEqualTo(Kind.TOO_LARGE);
            assertThat(Calls.pullAll(remote)).isEmpty();
        }
    }

    /** A closed adapter answers, but with no more than that. */
    @Test
    default void aClosedAdapterAnswersThatItIsClosed() {
        RemoteAdapter remote = connect("ada");

        remote.close();
        remote.close();

        assertThat(Calls.failure(remote.hello()).kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(Calls.failure(remote.push(PushRequest.of(List.of(new Device("d1").title("1")))))
                        .kind())
                .isEqualTo(Kind.UNAVAILABLE);
    }

    /** Closing ends what waits. */
    @Test
    default void closingEndsAPatientPull() {
        RemoteAdapter remote = connect("ada");
        PullRequest request = PullRequest.after(RemoteCursor.START, 1).waiting(Duration.ofSeconds(25));
        var parked = remote.pull(request);

        remote.close();

        assertThat(Calls.failure(parked).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
}
