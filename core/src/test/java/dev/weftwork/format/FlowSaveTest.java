package dev.weftwork.format;

import static dev.weftwork.format.FlowJsonTest.fixture;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.NodeRegisters;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Saves of documents, one after the other and beside other people's edits. */
final class FlowSaveTest {
    private static final WorkflowId ID = WorkflowId.of("w");
    private static final List<String> FIXTURES = List.of(
            "comfyui-1.json",
            "comfyui-api.json",
            "comfyui.json",
            "jsoncanvas.canvas",
            "langflow.json",
            "n8n-by-id.json",
            "n8n.json",
            "node-red.json",
            "opaque-array.json",
            "reactflow-hazards.json",
            "sim.json");

    /** A workflow and what its one writer has before their eyes. */
    private static final class Desk {
        private GraphState state = GraphState.empty(ID);
        private FlowContent base = content("{\"nodes\":[],\"edges\":[]}");
        private FlowNames called = FlowNames.NONE;
        private long count;

        void create(String text) {
            base = content(text);
            join(new FlowSave(ID, base, "Poster").births(List.of()));
        }

        /** Saves what is before the writer's eyes now. */
        void save(String text) {
            FlowContent wanted = called.apply(content(text));
            join(new FlowSave(ID, wanted, null).changes(base, true, this::registers));
            base = wanted;
            called = called.within(content(text));
        }

        /** The writer looks again. */
        void read() {
            called = names();
            base = called.apply(content(text()));
        }

        FlowNames names() {
            return FlowNames.between(content(text()), state.view());
        }

        @Nullable Registers registers(EntityKey key) {
            Entity entity = state.entity(key);
            return entity == null ? null : entity.registers();
        }

        void join(List<EntityWrites> writes) {
            count++;
            Op.Origin origin = new Op.Origin(new DeviceId("d"), count, count << 16);
            Op op = Op.of(new OpId("op" + count), ID, origin, writes);
            state = state.join(op, op.provisional());
        }

        String text() {
            return FlowJson.write(state.view());
        }
    }

    private static FlowContent content(String text) {
        FlowImport read = FlowJson.read(text);
        return read instanceof FlowImport.Mapped mapped ? mapped.content() : ((FlowImport.Opaque) read).content();
    }

    private static EntityWrites title(String node, String title) {
        return EntityWrites.to(EntityKey.of(NodeId.of(node)))
                .set(RegisterNames.TITLE, Json.of(title))
                .build();
    }

    private static void same(String written, String wanted, String what) {
        assertThat(JsonTree.tokens(written)).as(what).isEqualTo(JsonTree.tokens(wanted));
    }

    @Test
    void aRowOfSavesAlwaysShowsTheLast() {
        for (int seed = 0; seed < 1_500; seed++) {
            Random random = new Random(seed);
            Mutation mutation = new Mutation(random);
            String text = seed % 2 == 0
                    ? new RandomFlow(random).document()
                    : fixture(FIXTURES.get(seed / 2 % FIXTURES.size()));
            Desk desk = new Desk();
            desk.create(text);
            same(desk.text(), text, "seed " + seed);
            for (int i = 0; i < 4; i++) {
                String next = mutation.of(text);
                if (FlowJson.read(next) instanceof FlowImport.Unreadable) {
                    continue;
                }
                boolean silent = !content(next).speaksOf(FlowPart.EDGES);
                boolean keeps = silent && !desk.state.view().edges().isEmpty();
                desk.save(next);
                if (keeps) {
                    desk.read();
                    text = desk.text();
                } else {
                    same(
                            desk.text(),
                            next,
                            "seed " + seed + " save " + i + " of\n" + text + "\nas\n" + next + "\ngave\n"
                                    + desk.text());
                    text = next;
                }
            }
        }
    }

    @Test
    void aSaveKeepsWhatOthersDidMeanwhile() {
        Desk desk = new Desk();
        desk.create("{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":1}},{\"id\":\"b\"}],\"edges\":[]}");
        desk.join(List.of(title("b", "Theirs")));
        Node born = Node.builder(NodeId.of("c"), "t").build();
        desk.join(List.of(NodeRegisters.birth(born, "")));

        desk.save("{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":2}},{\"id\":\"b\"}],\"edges\":[]}");

        same(
                desk.text(),
                "{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":2}},{\"id\":\"b\",\"data\":{\"label\":\"Theirs\"}},"
                        + "{\"id\":\"c\",\"type\":\"t\",\"data\":{}}],\"edges\":[]}",
                "both");
    }

    @Test
    void onlyWhatChangedIsWritten() {
        List<String> nodes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            nodes.add("{\"id\":\"n" + i + "\",\"position\":{\"x\":" + i + ",\"y\":0}}");
        }
        Desk desk = new Desk();
        desk.create("{\"nodes\":[" + String.join(",", nodes) + "],\"edges\":[]}");
        nodes.add(50, "{\"id\":\"new\"}");
        nodes.add(nodes.remove(3));
        nodes.remove(70);

        String wanted = "{\"nodes\":[" + String.join(",", nodes) + "],\"edges\":[]}";
        List<EntityWrites> writes = new FlowSave(ID, content(wanted), null).changes(desk.base, true, desk::registers);

        // the new node, the one that moved, the one that went, and the new shape
        assertThat(writes).hasSize(4);
        desk.save(wanted);
        same(desk.text(), wanted, "all");
    }

    @Test
    void aDocumentWithoutLinksErasesNone() {
        Desk desk = new Desk();
        desk.create(
                "{\"nodes\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"edges\":[{\"id\":\"e\",\"source\":\"a\",\"target\":\"b\"}]}");

        desk.save("{\"nodes\":[{\"id\":\"a\",\"type\":\"t\"},{\"id\":\"b\"}]}");
        assertThat(desk.state.view().edges()).hasSize(1);
        desk.read();

        desk.save("{\"nodes\":[{\"id\":\"a\",\"type\":\"t\"},{\"id\":\"b\"}],\"edges\":[]}");
        assertThat(desk.state.view().edges()).isEmpty();
    }

    @Test
    void whoeverHasNoBaseDeletesNothing() {
        Desk desk = new Desk();
        desk.create("{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":1,\"l\":1}},{\"id\":\"b\"}],"
                + "\"edges\":[{\"id\":\"e\",\"source\":\"a\",\"target\":\"b\"}]}");
        FlowContent wanted = content("{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":2}},{\"id\":\"c\"}],\"edges\":[]}");

        desk.join(new FlowSave(ID, wanted, null).changes(content(desk.text()), false, desk::registers));

        assertThat(desk.state.view().nodes())
                .extracting(node -> node.id().value())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(desk.state.view().edges()).hasSize(1);
        assertThat(desk.state.view().node(NodeId.of("a")).orElseThrow().config())
                .containsEntry("k", Json.of(2))
                .containsEntry("l", Json.of(1));
    }

    @Test
    void whatWasMadeElsewhereIsFoundUnderTheNumberThatTheDocumentGaveIt() {
        Desk desk = new Desk();
        desk.create(fixture("comfyui-1.json"));
        NodeId made = NodeId.of("made-elsewhere");
        desk.join(List.of(NodeRegisters.birth(Node.builder(made, "C").at(1, 2).build(), "")));
        assertThat(desk.names().nodes()).containsEntry("3", made.value());

        FlowNames names = desk.names();
        String moved = desk.text().replace("[1,2]", "[5,6]");
        FlowContent old = names.apply(content(desk.text()));
        desk.join(new FlowSave(ID, names.apply(content(moved)), null).changes(old, true, desk::registers));

        assertThat(desk.state.view().node(made).orElseThrow().position()).hasToString("Point[x=5.0, y=6.0]");
        same(desk.text(), moved, "moved");
    }

    @Test
    void theDocumentsOwnNameFollowsTheWorkflowsOnlyIfTheyWereTheSame() {
        Desk other = new Desk();
        other.create("{\"name\":\"Mine\",\"nodes\":[]}");
        Desk same = new Desk();
        same.create("{\"name\":\"Poster\",\"nodes\":[]}");
        for (Desk desk : List.of(other, same)) {
            assertThat(desk.state.view().name()).isEqualTo("Poster");
            desk.join(List.of(EntityWrites.to(EntityKey.of(ID))
                    .set(RegisterNames.NAME, Json.of("Print"))
                    .build()));
        }

        same(other.text(), "{\"name\":\"Mine\",\"nodes\":[]}", "other");
        same(same.text(), "{\"name\":\"Print\",\"nodes\":[]}", "same");
    }

    @Test
    void aDeletedWorkflowThatComesBackHasNothingOfItsFormerLife() {
        Desk desk = new Desk();
        desk.create("{\"nodes\":[{\"id\":\"a\",\"data\":{\"k\":1}},{\"id\":\"b\"}],\"edges\":[]}");
        desk.join(List.of(EntityWrites.to(EntityKey.of(ID))
                .set(RegisterNames.LIFE, Json.FALSE)
                .build()));
        List<Entity> former = new ArrayList<>();
        desk.state.forEach(former::add);

        String again = "{\"nodes\":[{\"id\":\"a\"}]}";
        desk.join(new FlowSave(ID, content(again), "Poster").births(former));

        same(desk.text(), again, "again");
    }
}
