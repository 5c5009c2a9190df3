package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.memory.MemoryDisk;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoGroup;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.UndoResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Laws of undo under random edits. The seed decides everything. */
@SuppressWarnings("try") // a group is there to be closed
final class UndoLawsTest {
    private static final long NOW = 1_780_000_000_000L;
    private static final int EDITS = 40;

    /** One device, its store, and the server between it and the others. */
    private static final class Person {
        private final Store store;
        private final History history;
        private final Random random;
        private final String name;
        /** Values of others that a step back has put where they were. */
        private final Set<String> restored = new HashSet<>();

        private int edits;

        Person(Store store, Random random, String name) {
            this.store = store;
            this.random = random;
            this.name = name;
            history = store.history(Sample.POSTER);
        }

        void edit() {
            NodeId node = NodeId.of("n" + random.nextInt(2));
            EdgeId edge = EdgeId.of("e" + random.nextInt(3));
            NodeId other = NodeId.of("n" + random.nextInt(4));
            String value = name + ++edits;
            store.edit(Sample.POSTER, draft -> {
                if (random.nextInt(6) == 0) {
                    draft.rename(value).viewport(new Viewport(edits, 0, 1)).ext("e", Json.of(value));
                }
                if (draft.node(node).isEmpty()) {
                    draft.addNode(node, "prompt", each -> each.title(value).config("k" + edits % 3, value));
                } else if (random.nextInt(5) == 0) {
                    draft.removeNode(node);
                } else {
                    change(draft, node, value);
                }
                boolean bothThere =
                        draft.node(node).isPresent() && draft.node(other).isPresent();
                if (draft.edge(edge).isPresent()) {
                    draft.removeEdge(edge);
                } else if (bothThere && random.nextInt(3) == 0) {
                    draft.addEdge(Edge.of(edge, node, other).withHandles(value, null));
                }
            });
        }

        private void change(WorkflowDraft draft, NodeId node, String value) {
            switch (random.nextInt(7)) {
                case 0 -> draft.moveNode(node, edits, edits);
                case 1 -> draft.config(node, "k" + random.nextInt(3), value);
                case 2 -> draft.result(node, Result.done(value));
                case 3 -> draft.updateNode(node, each -> each.order(value).parent(Sample.GROUP));
                default ->
                    draft.updateNode(node, each -> each.removeConfig("k1").title(value));
            }
        }
    }

    private final UndoOptions all = UndoOptions.DEFAULT.leavingOut();

    private Store open(long seed) {
        return new Site(new MemoryDisk())
                .start(builder -> builder.ids(Ids.seeded(seed, () -> NOW)).undo(all))
                .store();
    }

    private Person alone(long seed) {
        Store store = open(1);
        Sample.create(store);
        return new Person(store, new Random(seed), "ann");
    }

    @Property(tries = 200, seed = "20261121", shrinking = ShrinkingMode.OFF)
    void withoutARivalUndoingEverythingGivesWhatWasAndRedoingWhatCame(@ForAll long seed) {
        Person ann = alone(seed);
        List<String> states = new ArrayList<>(List.of(Content.of(ann.store)));
        for (int i = 0; i < EDITS; i++) {
            int before = ann.history.state().undoSteps();
            if (ann.random.nextInt(4) == 0) {
                try (UndoGroup group = ann.history.group()) {
                    ann.edit();
                    ann.edit();
                }
            } else {
                ann.edit();
            }
            if (ann.random.nextInt(5) == 0) {
                ann.store.flush();
            }
            if (ann.history.state().undoSteps() > before) {
                states.add(Content.of(ann.store));
            }
        }
        for (int round = 0; round < 2; round++) {
            for (int at = states.size() - 2; at >= 0; at--) {
                assertThat(ann.history.undo()).as("seed %s", seed).isInstanceOf(UndoResult.Done.class);
                assertThat(Content.of(ann.store)).as("seed %s", seed).isEqualTo(states.get(at));
            }
            for (int at = 1; at < states.size(); at++) {
                assertThat(ann.history.redo()).as("seed %s", seed).isInstanceOf(UndoResult.Done.class);
                assertThat(Content.of(ann.store)).as("seed %s", seed).isEqualTo(states.get(at));
            }
        }
    }

    /** Both edit and step back and forth, exchanging at random; nothing that the other wrote last is ever written over. */
    @Property(tries = 200, seed = "20261121", shrinking = ShrinkingMode.OFF)
    void invariant20BesideAnotherUndoNeverChangesWhatThatOneWroteLater(@ForAll long seed) {
        Random random = new Random(seed);
        Link link = new Link(MemoryWorkspace.create("studio", new ManualScheduler(NOW)));
        Store annsStore = open(1);
        Store bobsStore = open(2);
        annsStore.attach(Link.BINDING);
        bobsStore.attach(Link.BINDING);
        Sample.create(annsStore);
        link.sync(annsStore);
        link.sync(bobsStore);
        Person ann = new Person(annsStore, random, "ann");
        Person bob = new Person(bobsStore, random, "bob");
        for (int i = 0; i < 3 * EDITS; i++) {
            Person one = random.nextBoolean() ? ann : bob;
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> one.edit();
                case 3, 4 -> keepsForeign(one, random.nextInt(3) > 0, seed);
                case 5, 6 -> link.push(one.store);
                default -> link.pull(one.store);
            }
        }
        for (Store store : List.of(annsStore, bobsStore, annsStore, bobsStore)) {
            link.sync(store);
        }
        assertThat(Dump.of(annsStore)).as("seed %s", seed).isEqualTo(Dump.of(bobsStore));
    }

    private static void keepsForeign(Person one, boolean back, long seed) {
        String rival = one.name.equals("ann") ? "bob" : "ann";
        Map<NodeId, String> foreign = titles(one.store, rival);
        if (back) {
            one.history.undo();
            titles(one.store, rival).forEach((id, title) -> {
                if (!title.equals(foreign.get(id))) {
                    one.restored.add(id + title);
                }
            });
        } else {
            one.history.redo();
            foreign.entrySet().removeIf(each -> one.restored.contains(each.getKey() + each.getValue()));
        }
        foreign.forEach((id, title) -> {
            Optional<String> now = one.store.workflow(Sample.POSTER).node(id).map(node -> node.title());
            // the node may go, if its birth was this person's, but nothing in it is written over
            assertThat(now.orElse(title)).as("seed %s", seed).isEqualTo(title);
        });
    }

    private static Map<NodeId, String> titles(Store store, String author) {
        Map<NodeId, String> titles = new HashMap<>();
        store.workflow(Sample.POSTER).nodes().stream()
                .filter(node -> node.title().startsWith(author))
                .forEach(node -> titles.put(node.id(), node.title()));
        return titles;
    }
}
