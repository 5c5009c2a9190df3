package dev.weftwork.sqlite.crash;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.sqlite.SqliteStorage;
import dev.weftwork.store.Commit;
import dev.weftwork.store.Store;
import dev.weftwork.store.WorkflowChange;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A process that has a file open beside others. It says {@code saw KEY VALUE MICROS} for each setting of the node that
 * another process changed, with the moment, and does what it is told line by line.
 */
final class PeerProcess {
    static final WorkflowId WORKFLOW = WorkflowId.of("shared");
    static final NodeId NODE = NodeId.of("board");

    private final Store store;
    private final Map<String, Json> seen = new HashMap<>();

    private PeerProcess(Store store) {
        this.store = store;
    }

    /** Takes the file. */
    public static void main(String[] args) throws IOException {
        try (Store store = Store.builder()
                        .storage(SqliteStorage.builder(Path.of(args[0]))
                                .watched(Boolean.parseBoolean(args[1]))
                                .busyTimeout(Child.PATIENCE)
                                .build())
                        .open();
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            PeerProcess peer = new PeerProcess(store);
            store.observe(WORKFLOW, peer::look);
            say("open");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                peer.obey(line.split(" "));
            }
        }
    }

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private void look(WorkflowChange change) {
        long now = micros();
        Map<String, Json> config =
                change.workflow().node(NODE).map(Node::config).orElse(Map.of());
        config.forEach((key, value) -> {
            boolean news = !value.equals(seen.put(key, value));
            if (news && change.origin() == WorkflowChange.Origin.OTHER_PROCESS) {
                say("saw " + key + " " + value.asString() + " " + now);
            }
        });
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "edit" -> {
                store.updateNodeConfig(WORKFLOW, NODE, words[1], words[2]).awaitDurable();
                say("edited " + words[1]);
            }
            case "scribble" -> {
                scribble(store, words[1], new Random(Long.parseLong(words[2])));
                say("scribbled");
            }
            case "lease" -> say("lease " + store.tryLease("sync", Duration.ofMillis(Long.parseLong(words[1]))));
            case "dump" -> say("dump " + Dump.of(store).hashCode());
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    /** Edits what all edit, and something of one's own; the last edit says that it was the last. */
    static void scribble(Store store, String name, Random random) {
        for (int i = 0; i < 60; i++) {
            String value = name + "-" + i;
            double place = random.nextInt(1_000);
            NodeId own = NodeId.of("node-" + value);
            Commit commit = store.edit(
                    WORKFLOW,
                    draft -> draft.config(NODE, "shared", value)
                            .addNode(own, "note", node -> node.at(place, 0))
                            .moveNode(NODE, place, place));
            if (random.nextBoolean()) {
                commit.awaitDurable();
            }
        }
        store.updateNodeConfig(WORKFLOW, NODE, "last-of-" + name, "yes").awaitDurable();
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }
}
