package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.Durability;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowDraft;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A process that edits one file until it is killed: two threads at once, small and larger edits in two workflows, and
 * again and again it closes and reopens the store. It says {@code b OP} before it waits for an edit and {@code a OP} as
 * soon as that is durable; each line is one write to the pipe, so what was said survives the process.
 */
final class EditingProcess {
    static final int NODES_PER_LARGE_EDIT = 20;
    private static final int EDITS_PER_ROUND = 60;
    private static final int LARGE_EVERY = 20;
    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private final Path file;
    private final Durability durability;
    private final String name;
    private final List<WorkflowId> workflows;
    private final Random random;

    private EditingProcess(String[] args, String word) {
        durability = Durability.valueOf(args[0]);
        name = args[1];
        random = new Random(Long.parseLong(args[2]));
        List<String> words = List.of(word.split("\t"));
        file = Path.of(words.get(0));
        workflows = words.stream().skip(1).map(WorkflowId::of).toList();
    }

    /** Takes durability, a name that was never used and a seed; begins when it is told a file and workflows to edit. */
    public static void main(String[] args) throws Exception {
        String word = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        if (word != null) {
            new EditingProcess(args, word).run();
        }
    }

    private void run() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int number = 0; ; number++) {
            int round = number;
            try (Store store = Store.builder()
                    .storage(SqliteStorage.builder(file)
                            .durability(durability)
                            // the others never stop writing, and the disk may be slow
                            .busyTimeout(Child.PATIENCE)
                            .build())
                    .open()) {
                say("open");
                begin(store, round);
                String prefix = name + "." + round + ".";
                long seed = random.nextLong();
                Future<?> first = threads.submit(() -> edit(store, round, prefix + "x", new Random(seed)));
                Future<?> second = threads.submit(() -> edit(store, round, prefix + "y", new Random(~seed)));
                first.get();
                second.get();
            }
        }
    }

    private void begin(Store store, int round) {
        for (WorkflowId id : workflows) {
            if (store.find(id).isEmpty()) {
                store.createWorkflow(id, id.value(), draft -> draft.addNode(NodeId.of("center"), "hub", node -> {}));
            }
            store.edit(
                            id,
                            draft -> draft.addNode(pad("left", round), "pad", node -> {})
                                    .addNode(pad("right", round), "pad", node -> {}))
                    .awaitDurable();
        }
    }

    private NodeId pad(String side, int round) {
        return NodeId.of(side + "-" + name + "." + round);
    }

    private void edit(Store store, int round, String prefix, Random choices) {
        for (int i = 0; i < EDITS_PER_ROUND; i++) {
            String op = prefix + i;
            boolean large = i % LARGE_EVERY == LARGE_EVERY - 1;
            double place = choices.nextInt(1_000);
            WorkflowId workflow = workflows.get(choices.nextInt(workflows.size()));
            String claim = large ? op + "+" : op;
            Commit commit = store.edit(workflow, draft -> {
                draft.config(pad("left", round), "op-" + op, claim).config(pad("right", round), "op-" + op, claim);
                draft.moveNode(NodeId.of("center"), place, place);
                if (large) {
                    addChain(draft, op);
                }
            });
            say("b " + claim);
            commit.awaitDurable();
            say("a " + claim);
        }
    }

    private static void addChain(WorkflowDraft draft, String op) {
        for (int i = 0; i < NODES_PER_LARGE_EDIT; i++) {
            NodeId node = NodeId.of(op + "/" + i);
            draft.addNode(node, "link", details -> details.config("op", op));
            if (i > 0) {
                draft.connect(NodeId.of(op + "/" + (i - 1)), node);
            }
        }
    }

    private static synchronized void say(String line) {
        try {
            OUT.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
