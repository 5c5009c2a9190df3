package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.change.Stamp;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.version.Saving;
import dev.weftwork.version.VersionBook;
import dev.weftwork.version.VersionId;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** However many versions are opened at a time, they take no more memory than there is for that. */
final class OpeningsTest {
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final EntityKey IDEA = EntityKey.of(NodeId.of("idea"));
    private static final int MEGABYTE = 1 << 20;

    private final ByteBudget budget = new ByteBudget(10 * MEGABYTE);
    private final Openings openings = new Openings(budget, 16 * MEGABYTE);

    private static Entity entity(EntityWrites writes) {
        Stamp stamp = new Stamp(1, new DeviceId("pad"), 1, new OpId("pad-1"));
        EntityWrites.Builder alive = EntityWrites.to(writes.key());
        writes.forEach(alive::set);
        return new Entity(
                writes.key(),
                Registers.of(alive.set(RegisterNames.LIFE, Json.TRUE).build(), stamp),
                1);
    }

    /** A workflow with one version, of a node with so much text. */
    private static GraphState state(int length) {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(1 << 24), 36)).append(' ');
        }
        GraphState.Builder state = GraphState.builder(POSTER)
                .put(entity(EntityWrites.to(IDEA)
                        .set("config.text", Json.of(text.toString()))
                        .build()));
        Saving saving = VersionBook.save(state.build());
        saving.chunks().forEach(chunk -> state.put(entity(chunk)));
        state.put(entity(saving.version(new VersionId("first"), "ada", "", 0, any -> true)));
        return state.build();
    }

    private void open(GraphState state, Permit permit) {
        assertThat(openings.open(state, 1, permit).content().entity(IDEA)).isNotNull();
    }

    @Test
    void largeOnesAreOpenedAsLongAsThereIsRoom() {
        GraphState large = state(700_000);
        Permit first = openings.permit();
        open(large, first);

        assertThatThrownBy(() -> openings.open(large, 1, openings.permit()))
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.reply().status()).isEqualTo(503);
                    assertThat(refusal.reply().headers()).containsKey("Retry-After");
                });
        first.giveBack();

        Permit next = openings.permit();
        open(large, next);
        next.giveBack();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void smallOnesAreOpenedWhateverOthersHold() {
        assertThat(budget.take(10 * MEGABYTE)).isTrue();

        open(state(50_000), openings.permit());
    }

    @Test
    void oneThatIsLargerThanAllTheRoomIsOpenedAlone() {
        GraphState huge = state(3_000_000);
        Permit alone = openings.permit();

        open(huge, alone);

        assertThat(budget.taken()).isGreaterThan(10 * MEGABYTE);
        alone.giveBack();
        assertThat(budget.taken()).isZero();
    }

    @Test
    void oneThatComesToMoreThanAnyMayIsRefusedForGood() {
        Openings narrow = new Openings(budget, 200_000);

        assertThatThrownBy(() -> narrow.open(state(700_000), 1, narrow.permit()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.reply().status()).isEqualTo(409));
    }
}
