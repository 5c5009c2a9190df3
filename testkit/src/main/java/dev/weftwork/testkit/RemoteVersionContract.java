package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteReply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of a saved version: it counts from its admission, once, and moves nothing else. */
public interface RemoteVersionContract extends RemoteContract {
    /** A version counts from when it is taken in, whatever its device's clock says; other edits of the device do not. */
    @Test
    default void aVersionCountsFromItsAdmission() {
        try (RemoteAdapter remote = connect("ada")) {
            Device early = new Device("d1").clock(77);

            long first = Calls.applied(remote, save(new Device("d2").clock(99_000), "a"))
                    .eff();
            long second = Calls.applied(remote, save(early, "b")).eff();

            assertThat(second).isGreaterThan(first);
            assertThat(Calls.applied(remote, early.title("an edit")).eff()).isLessThan(1_000);
        }
    }

    /** The same question gets the same answer, also where a version has two clocks. */
    @Test
    default void aVersionPushedAgainKeepsItsStamp() {
        try (RemoteAdapter remote = connect("ada")) {
            Op save = save(new Device("d1").clock(77), "a");

            Verdict.Applied first = Calls.applied(remote, save);

            assertThat(Calls.applied(remote, save)).isEqualTo(first);
        }
    }

    /** However late and in whatever order a device's edits arrive, its later one beats its earlier one. */
    @Test
    default void versionsLeaveTheOrderOfOtherEditsAlone() {
        try (RemoteAdapter remote = connect("ada")) {
            for (int seed = 0; seed < 40; seed++) {
                Random random = new Random(seed);
                String name = "d" + seed;
                Device device = new Device(name).clock(seed % 3 == 0 ? 1_000 : Long.MAX_VALUE - 1_000);
                List<Op> ops = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    ops.add(random.nextInt(3) == 0 ? save(device, name + "-" + i) : device.title(name + " " + i));
                }
                Collections.shuffle(ops, random);
                Calls.push(remote, ops.toArray(new Op[0]));
            }

            assertThat(Calls.pullAll(remote).stream()
                            .filter(each -> !isSave(each.op()))
                            .sorted((one, other) -> Long.compare(
                                    one.op().origin().seq(), other.op().origin().seq()))
                            .collect(Collectors.groupingBy(
                                    each -> each.op().origin().device()))
                            .values())
                    .allSatisfy(edits ->
                            assertThat(edits).extracting(AdmittedOp::eff).isSorted());
        }
    }

    /** A second saving of one version, and one that comes along with something else, are left out and named. */
    @Test
    default void aVersionIsSavedOnceAndAlone() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1");
            Calls.push(remote, save(device, "a"));
            Op between = save(device, "b");
            EntityWrites title = EntityWrites.to(Device.NODE)
                    .set(RegisterNames.TITLE, Json.of("along"))
                    .build();
            Op beside = device.write(saved("c"), title);

            Verdict.Applied again = Calls.applied(remote, save(new Device("d2"), "a"));
            Calls.push(remote, between);

            assertThat(again.skipped()).containsExactly(place("a"));
            assertThat(Calls.applied(remote, beside).skipped()).containsExactly(place("c"));
            assertThat(Calls.pullAll(remote).get(3).op().writes()).containsExactly(title);
            assertThat(Calls.pullAll(remote))
                    .filteredOn(each -> isSave(each.op()))
                    .extracting(each -> each.op().writes().get(0).key().id())
                    .containsExactly("a", "b");
        }
    }

    /** What a device writes to a version after it saved it counts: deleting it, for one. */
    @Test
    default void aVersionThatItsOwnDeviceDeletesIsGone() {
        try (RemoteAdapter remote = connect("ada")) {
            Device device = new Device("d1").clock(77);
            Op born = device.write(life("a", true));
            Op save = save(device, "a");
            Op deleted = device.write(life("a", false));

            Calls.push(remote, born, save, deleted);

            Entity version = Replay.of(Calls.pullAll(remote)).get(new Replay.At(Device.WORKFLOW, key("a")));
            assertThat(version).isNotNull().extracting(Entity::alive).isEqualTo(false);
        }
    }

    /** A version that a server lost gets the stamp that it had, and so its number. */
    @Test
    default void aVersionThatIsOfferedAgainKeepsItsStamp() {
        try (RemoteAdapter remote = connect("ada")) {
            Op save = save(new Device("d1").clock(77), "a");

            RemoteReply.Ok<PushAnswer> reply =
                    Calls.ok(remote.push(new PushRequest(List.of(new PushRequest.Offer(save, 500L)))));

            assertThat(reply.value().answers()).hasSize(1);
            assertThat(Calls.pullAll(remote)).containsExactly(new AdmittedOp(save, 1, 500));
        }
    }

    private static Op save(Device device, String version) {
        return device.write(saved(version));
    }

    private static boolean isSave(Op op) {
        return op.writes().stream().anyMatch(writes -> writes.writes(RegisterNames.SAVED));
    }

    private static EntityKey key(String version) {
        return new EntityKey(EntityKind.VERSION, version);
    }

    private static Verdict.Register place(String version) {
        return new Verdict.Register(key(version), RegisterNames.SAVED);
    }

    private static EntityWrites saved(String version) {
        return EntityWrites.to(key(version))
                .set(RegisterNames.SAVED, Json.EMPTY_OBJECT)
                .build();
    }

    private static EntityWrites life(String version, boolean alive) {
        return EntityWrites.to(key(version))
                .set(RegisterNames.LIFE, Json.of(alive))
                .build();
    }
}
