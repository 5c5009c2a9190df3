package dev.weftwork.store;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.WorkflowId;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes one random edit, of a store and of the model alike. */
final class WalkEdit {
    private static final int WORKFLOWS = 3;
    private static final String HOME = Collections.HOME.value();
    private final Random random;
    private final Store store;
    private final NaiveState state;

    WalkEdit(Random random, Store store, NaiveState state) {
        this.random = random;
        this.store = store;
        this.state = state;
    }

    /** Loads whatever an edit may be of. */
    static void load(Store store) {
        for (int i = 0; i < WORKFLOWS; i++) {
            store.find(WorkflowId.of("w" + i));
        }
        store.collection("files").all();
    }

    /** An edit on its way, with what the model makes of it. */
    record Made(Commit commit, NaiveEdit edit) {}

    /** Makes the edit; gives nothing if it comes to none. */
    Optional<Made> make() {
        String workflow = "w" + random.nextInt(WORKFLOWS);
        if (random.nextInt(12) == 0) {
            return items();
        }
        if (!state.workflow(workflow)) {
            return create(workflow);
        }
        if (random.nextInt(25) == 0) {
            NaiveEdit.Draft draft = new NaiveEdit.Draft(state, workflow);
            draft.die("workflow " + workflow);
            return made(store.removeWorkflow(WorkflowId.of(workflow)), draft);
        }
        return random.nextInt(10) == 0 ? gesture(workflow) : edit(workflow);
    }

    private static Optional<Made> made(Commit commit, NaiveEdit.Draft draft) {
        if (commit.op().isEmpty() != draft.isEmpty()) {
            throw new AssertionError("The store made " + commit.op() + " of " + draft.done(null));
        }
        return commit.op().map(op -> new Made(commit, draft.done(op)));
    }

    private Optional<Made> create(String id) {
        String name = "name " + random.nextInt(5);
        NaiveEdit.Draft model = new NaiveEdit.Draft(state, id);
        model.bearWorkflow(name);
        return made(store.createWorkflow(WorkflowId.of(id), name, draft -> {}), model);
    }

    private Optional<Made> items() {
        NaiveEdit.Draft model = new NaiveEdit.Draft(state, HOME);
        String id = "i" + random.nextInt(3);
        ItemCollection files = store.collection("files");
        if (random.nextBoolean()) {
            int value = random.nextInt(100);
            // putting is always a write, also of the same value
            model.die("files " + id);
            NaiveEdit edit = model.done(null);
            edit.writes().get("files " + id).put("life", Optional.of("true"));
            edit.writes().get("files " + id).put("value", Optional.of("" + value));
            return made(files.put(id, value), model);
        }
        if (state.alive(HOME, "files " + id)) {
            model.die("files " + id);
        }
        return made(files.remove(id), model);
    }

    private Optional<Made> gesture(String workflow) {
        NaiveEdit.Draft model = new NaiveEdit.Draft(state, workflow);
        Gesture gesture = store.gesture(WorkflowId.of(workflow));
        String node = "n" + random.nextInt(5);
        if (state.node(workflow, node)) {
            // no place that any other edit gives
            double x = 1_000 + random.nextInt(1_000_000);
            gesture.frame(draft -> draft.moveNode(NodeId.of(node), -1, 0));
            gesture.frame(draft -> draft.moveNode(NodeId.of(node), x, 0));
            model.set("node " + node, "position", Double.toString(x));
        }
        if (random.nextInt(3) == 0) {
            gesture.cancel();
            return Optional.empty();
        }
        return made(gesture.commit(), model);
    }

    private Optional<Made> edit(String workflow) {
        NaiveEdit.Draft model = new NaiveEdit.Draft(state, workflow);
        Commit commit = store.edit(WorkflowId.of(workflow), draft -> {
            int parts = 1 + random.nextInt(3);
            for (int i = 0; i < parts; i++) {
                part(workflow, draft, model);
            }
        });
        return made(commit, model);
    }

    private void part(String workflow, WorkflowDraft draft, NaiveEdit.Draft model) {
        int dice = random.nextInt(12);
        if (dice == 0 && !model.touched("workflow " + workflow)) {
            String name = "name " + random.nextInt(5);
            draft.rename(name);
            model.set("workflow " + workflow, "name", name);
        } else if (dice == 1 && !model.touched("workflow " + workflow)) {
            double x = 1 + random.nextInt(5);
            draft.viewport(new Viewport(x, 0, 1));
            model.set("workflow " + workflow, "viewport", Double.toString(x));
        } else if (dice < 5) {
            edge(workflow, "e" + random.nextInt(4), draft, model);
        } else {
            node(workflow, "n" + random.nextInt(5), draft, model);
        }
    }

    private void node(String workflow, String id, WorkflowDraft draft, NaiveEdit.Draft model) {
        String key = "node " + id;
        NodeId node = NodeId.of(id);
        if (model.touched(key)) {
            return;
        }
        int value = random.nextInt(6);
        if (!state.node(workflow, id)) {
            draft.addNode(node, "type", builder -> builder.title("t" + value).config("a", value));
            model.bear(key, Map.of("type", "type", "title", "t" + value, "config.a", "" + value));
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> {
                draft.removeNode(node);
                model.die(key);
            }
            case 1 -> {
                draft.moveNode(node, value, 0);
                model.set(key, "position", Double.toString(value));
            }
            case 2 -> {
                draft.config(node, "b", value);
                model.set(key, "config.b", "" + value);
            }
            case 3 -> {
                draft.result(node, Result.done(value));
                model.set(key, "run", "" + value);
            }
            case 4 -> {
                draft.updateNode(
                        node, builder -> builder.ext("x", Json.of(value)).title("u" + value));
                model.set(key, "ext.x", "" + value);
                model.set(key, "title", "u" + value);
            }
            default -> {
                draft.config(node, "a", value);
                model.set(key, "config.a", "" + value);
            }
        }
    }

    private void edge(String workflow, String id, WorkflowDraft draft, NaiveEdit.Draft model) {
        String key = "edge " + id;
        String source = "n" + random.nextInt(5);
        String target = "n" + random.nextInt(5);
        boolean ends = usable(workflow, source, model) && usable(workflow, target, model);
        if (model.touched(key) || !ends) {
            return;
        }
        Edge edge = Edge.of(EdgeId.of(id), NodeId.of(source), NodeId.of(target));
        if (draft.edge(edge.id()).isEmpty()) {
            if (!state.edge(workflow, id)) {
                draft.addEdge(edge);
                model.bear(key, Map.of("source", source, "target", target));
            }
        } else if (random.nextBoolean()) {
            draft.removeEdge(edge.id());
            model.die(key);
        } else {
            draft.updateEdge(edge.id(), old -> old.between(edge.source(), edge.target()));
            String before = ends(workflow, key);
            if (!before.equals(source + " " + target)) {
                // both ends are one field
                model.die(key);
                model.done(null).writes().get(key).clear();
                model.done(null).writes().get(key).put("source", Optional.of(source));
                model.done(null).writes().get(key).put("target", Optional.of(target));
            }
        }
    }

    private String ends(String workflow, String key) {
        return state.thing(workflow, key)
                .map(edge -> edge.fields.get("source") + " " + edge.fields.get("target"))
                .orElse("");
    }

    private boolean usable(String workflow, String node, NaiveEdit.Draft model) {
        return state.node(workflow, node) && !model.touched("node " + node);
    }
}
