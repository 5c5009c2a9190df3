package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteFailure;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was written, and what lost. An adapter whose greeting names no history refuses, and that is all of it. */
public interface RemoteHistoryContract extends RemoteContract {
    /** The key of another entity than the one that most tests write to. */
    EntityKey OTHER = EntityKey.of(NodeId.of("other"));

    /** A workflow's history holds what was admitted to it, in order, and nothing of others. */
    @Test
    default void aWorkflowsHistoryIsWhatWasAdmittedToIt() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Op elsewhere = device.in(
                    WorkflowId.of("elsewhere"),
                    EntityWrites.to(Device.NODE).set("a", Json.TRUE).build());
            Calls.push(remote, device.life(true), elsewhere, device.title("1"));
            if (tells(remote)) {
                HistoryPage page = Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW)));

                List<AdmittedOp> all = Calls.pullAll(remote);
                assertThat(page.ops()).containsExactly(all.get(0), all.get(2));
                assertThat(page.losses()).isEmpty();
                assertThat(page.more()).isFalse();
            }
        }
    }

    /** An entity's history holds the writes to it and to no other. */
    @Test
    default void anEntitysHistoryIsWhatWasWrittenToIt() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            EntityWrites one =
                    EntityWrites.to(Device.NODE).set("title", Json.of("other")).build();
            EntityWrites two = EntityWrites.to(OTHER).set("a", Json.FALSE).build();
            Calls.push(remote, device.title("1"), device.write(one, two), device.write(two), device.title("2"));
            if (tells(remote)) {
                HistoryPage page = Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW, Device.NODE)));

                assertThat(page.ops()).extracting(AdmittedOp::seq).containsExactly(1L, 2L, 4L);
                assertThat(page.ops())
                        .allSatisfy(op -> assertThat(op.op().writes())
                                .singleElement()
                                .satisfies(writes -> assertThat(writes.key()).isEqualTo(Device.NODE)));
                assertThat(page.ops().get(1).op().writes()).containsExactly(one);
            }
        }
    }

    /** Both sides of what two devices wrote without knowing of each other can be found. */
    @Test
    default void aValueThatLostIsKept() {
        try (RemoteAdapter remote = connect("ada")) {
            Op winner = new Device("d2").clock(9L << 16).title("winner");
            Op loser = new Device("d1").clock(5L << 16).title("loser");
            Calls.push(remote, winner, loser);
            if (tells(remote)) {
                HistoryPage page = Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW, Device.NODE)));

                assertThat(page.losses()).singleElement().satisfies(lost -> {
                    assertThat(lost.seq()).isEqualTo(2);
                    assertThat(lost.key()).isEqualTo(Device.NODE);
                    assertThat(lost.register()).isEqualTo("title");
                    assertThat(lost.value()).isEqualTo(Json.of("loser"));
                    assertThat(lost.loser().op()).isEqualTo(loser.id());
                    assertThat(lost.winner().op()).isEqualTo(winner.id());
                    assertThat(lost.loser()).isLessThan(lost.winner());
                });
                assertThat(Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW, OTHER)))
                                .losses())
                        .isEmpty();
            }
        }
    }

    /** Values that lost keep their exact text; ABSENT stays ABSENT. */
    @Test
    default void losingValuesKeepTheirExactText() {
        try (RemoteAdapter remote = connect("ada")) {
            EntityWrites.Builder win = EntityWrites.to(Device.NODE).set("gone", Json.TRUE);
            EntityWrites.Builder lose = EntityWrites.to(Device.NODE).set("gone", null);
            for (int i = 0; i < OddJson.VALUES.size(); i++) {
                win.set("config." + i, Json.of("wins"));
                lose.set("config." + i, Json.parse(OddJson.VALUES.get(i)));
            }
            Op winner = new Device("d2").clock(9L << 16).write(win.build());
            Op loser = new Device("d1").clock(5L << 16).write(lose.build());
            Calls.push(remote, winner, loser);
            if (tells(remote)) {
                EntityWrites.Builder lost = EntityWrites.to(Device.NODE);
                Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW)))
                        .losses()
                        .forEach(each -> lost.set(each.register(), each.value()));

                assertThat(lost.build()).isEqualTo(lose.build());
            }
        }
    }

    /** Pages follow each other without a gap and without a repetition, however much one operation lost. */
    @Test
    default void pagesAreTheWholeHistory() {
        try (RemoteAdapter remote = connect("ada")) {
            Device later = new Device("d2").clock(9L << 16);
            Device earlier = new Device("d1").clock(5L << 16);
            EntityWrites.Builder many = EntityWrites.to(Device.NODE);
            for (int i = 0; i < 20; i++) {
                many.set("config." + i, Json.of(i));
            }
            for (int i = 0; i < 4; i++) {
                Calls.push(
                        remote,
                        later.write(many.build()),
                        earlier.write(many.build()),
                        later.in(WorkflowId.of("elsewhere"), many.build()));
            }
            if (tells(remote)) {
                List<AdmittedOp> ops = new ArrayList<>();
                List<HistoryPage.Lost> losses = new ArrayList<>();
                HistoryRequest request =
                        HistoryRequest.of(Device.WORKFLOW, Device.NODE).limit(1);
                HistoryPage page = Calls.value(remote.history(request));
                while (page.more()) {
                    ops.addAll(page.ops());
                    losses.addAll(page.losses());
                    assertThat(page.ops()).hasSizeLessThanOrEqualTo(1);
                    page = Calls.value(remote.history(request.next(page)));
                }
                ops.addAll(page.ops());
                losses.addAll(page.losses());

                HistoryPage whole = Calls.value(remote.history(HistoryRequest.of(Device.WORKFLOW, Device.NODE)));
                assertThat(ops).hasSize(8).isEqualTo(whole.ops());
                assertThat(losses).hasSize(80).isEqualTo(whole.losses());
            }
        }
    }

    /** What nobody ever wrote to has no history, and neither has the future. */
    @Test
    default void theUnknownHasNoHistory() {
        try (RemoteAdapter remote = connect("ada")) {
            Calls.push(remote, new Device("d1").title("1"));
            if (tells(remote)) {
                List<HistoryRequest> requests = List.of(
                        HistoryRequest.of(WorkflowId.of("nowhere")),
                        HistoryRequest.of(Device.WORKFLOW, OTHER),
                        new HistoryRequest(Device.WORKFLOW, null, 1_000, 10));

                assertThat(requests).allSatisfy(request -> {
                    HistoryPage page = Calls.value(remote.history(request));
                    assertThat(page.ops()).isEmpty();
                    assertThat(page.losses()).isEmpty();
                    assertThat(page.more()).isFalse();
                });
            }
        }
    }

    private static boolean tells(RemoteAdapter remote) {
        if (Calls.value(remote.hello()).features().contains("history")) {
            return true;
        }
        assertThat(Calls.failure(remote.history(HistoryRequest.of(Device.WORKFLOW)))
                        .kind())
                .isEqualTo(RemoteFailure.Kind.UNSUPPORTED);
        return false;
    }
}
