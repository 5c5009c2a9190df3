package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Verdict;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often it is written to, an entity has a bound, and what is read of large ones has room in memory. */
final class EntityBoundTest {
    private static final int MEGABYTE = 1 << 20;
    private static final long MOST = 3L * MEGABYTE;

    @TempDir
    private Path directory;

    private OpenWorkspaces open;
    private long ops;

    @BeforeEach
    void open() throws IOException {
        // an entity may have a MiB more
        open = OpenWorkspaces.in(directory, Runnable::run, new Waiters(Runnable::run), MOST - MEGABYTE);
    }

    @AfterEach
    void close() throws IOException {
        open.close();
    }

    private PushRequest.Offer offer(String node, String register, Json value) {
        ops++;
        EntityWrites writes = EntityWrites.to(EntityKey.of(NodeId.of(node)))
                .set(register, value)
                .build();
        Op.Origin origin = new Op.Origin(new DeviceId("laptop"), ops, ops);
        return new PushRequest.Offer(
                Op.of(new OpId("op" + ops), WorkflowId.of("poster"), origin, List.of(writes)), null);
    }

    private OpAnswer write(String node, String register, Json value) {
        return open.storage()
                .write(
                        "studio",
                        writer -> open.workspaces().offer(writer, offer(node, register, value), "studio", "ada", 1_000))
                .join();
    }

    private static Json text(int bytes) {
        return Json.of("x".repeat(bytes));
    }

    private static Verdict verdict(OpAnswer answer) {
        return ((OpAnswer.Decided) answer).verdict();
    }

    @Test
    void whatWouldMakeAnEntityTooLargeIsRejectedAndTheRestGoesOn() {
        assertThat(verdict(write("idea", "config.a", text(MEGABYTE)))).isInstanceOf(Verdict.Applied.class);
        assertThat(verdict(write("idea", "config.b", text(MEGABYTE)))).isInstanceOf(Verdict.Applied.class);

        Verdict third = verdict(write("idea", "config.c", text(MEGABYTE)));

        assertThat(third).isInstanceOfSatisfying(Verdict.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo("ENTITY_TOO_LARGE");
            assertThat(rejected.reason()).contains("node idea", MOST + " bytes", "as assets");
        });
        assertThat(verdict(write("idea", "config.c", text(10)))).isInstanceOf(Verdict.Applied.class);
        assertThat(verdict(write("other", "config.c", text(MEGABYTE)))).isInstanceOf(Verdict.Applied.class);
    }

    @Test
    void oneValueMayTakeThePlaceOfAnotherAsLarge() {
        write("idea", "config.a", text(MEGABYTE));
        write("idea", "config.b", text(MEGABYTE));

        for (int i = 0; i < 5; i++) {
            assertThat(verdict(write("idea", "config.a", text(MEGABYTE + i)))).isInstanceOf(Verdict.Applied.class);
        }
    }

    @Test
    void severalInOneTransactionComeToNoMore() {
        List<OpAnswer> answers = open.storage()
                .write("studio", writer -> {
                    List<OpAnswer> all = new ArrayList<>();
                    for (int i = 0; i < 40; i++) {
                        all.add(open.workspaces()
                                .offer(writer, offer("idea", "config.f" + i, text(100_000)), "studio", "ada", 1_000));
                    }
                    return all;
                })
                .join();

        assertThat(answers.stream().filter(each -> verdict(each) instanceof Verdict.Applied))
                .hasSize((int) (MOST / 100_000));
    }

    @Test
    void ofLargeEntitiesOneIsInMemoryAtATime() {
        write("idea", "config.a", text(2 * MEGABYTE));
        write("other", "config.a", text(2 * MEGABYTE));
        ByteBudget budget = new ByteBudget(15L * MEGABYTE);

        Permit memory = memory(budget);
        List<OpAnswer> answers = pushTo(memory, "idea", "other", "idea", "small");

        assertThat(answers).allSatisfy(each -> assertThat(verdict(each)).isInstanceOf(Verdict.Applied.class));
        assertThat(budget.taken()).as("while it is held").isBetween(12L * MEGABYTE, 13L * MEGABYTE);
        memory.giveBack();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void whileOthersHaveTheMemoryWhatNeedsItComesLaterAsAWhole() {
        write("idea", "config.a", text(2 * MEGABYTE));
        ByteBudget budget = new ByteBudget(15L * MEGABYTE);
        budget.take(10L * MEGABYTE);

        assertThatThrownBy(() -> pushTo(memory(budget), "small", "idea"))
                .hasCauseInstanceOf(ProblemException.class)
                .rootCause()
                .matches(e -> ((ProblemException) e).problem().status() == 503);

        budget.giveBack(10L * MEGABYTE);
        ops -= 2;
        assertThat(pushTo(memory(budget), "small", "idea"))
                .allSatisfy(each -> assertThat(verdict(each)).isInstanceOf(Verdict.Applied.class));
    }

    @Test
    void whatNeedsMoreMemoryThanThereIsHoldsUpNobody() {
        write("idea", "config.a", text(2 * MEGABYTE));

        List<OpAnswer> answers = pushTo(memory(new ByteBudget(MEGABYTE, MEGABYTE)), "idea", "small");

        assertThat(answers.get(0))
                .isInstanceOfSatisfying(
                        OpAnswer.Later.class, later -> assertThat(later.code()).isEqualTo("too-large-here"));
        assertThat(verdict(answers.get(1))).isInstanceOf(Verdict.Applied.class);
    }

    private static Permit memory(ByteBudget budget) {
        return new Permit(budget, 0, "Others have it");
    }

    private List<OpAnswer> pushTo(Permit memory, String... nodes) {
        LargeEntity large = new LargeEntity(memory);
        return open.storage()
                .write("studio", writer -> {
                    writer.within(large.from());
                    List<OpAnswer> answers = new ArrayList<>();
                    for (String node : nodes) {
                        answers.add(open.workspaces()
                                .offer(writer, offer(node, "config.small", Json.of(1)), "studio", "ada", 1_000));
                    }
                    return answers;
                })
                .join();
    }
}
