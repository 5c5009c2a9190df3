package dev.weftwork.examples;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.ConflictStrategy;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two devices change the same fields while they are offline. The tags of both are joined by a function, the title is left
 * to a person, and of what else both wrote, place and size, the node keeps those of one device: of the one that was at it
 * last.
 */
public final class HelloConflicts {
    private static final String TOKEN = "take-32-random-characters-instead";
    private static final NodeId IDEA = NodeId.of("idea");

    private static final ConflictPolicy POLICY = ConflictPolicy.of(ConflictStrategy.mergeByEntity())
            .with(EntityKind.NODE, "config.tags", ConflictStrategy.merge(HelloConflicts::union))
            .with(EntityKind.NODE, "title", ConflictStrategy.MANUAL);

    private HelloConflicts() {}

    /**
     * Runs the example.
     *
     * @param args the server's directory, or nothing for {@code hello-conflicts}
     * @throws IOException if the server cannot start
     */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args.length > 0 ? args[0] : "hello-conflicts");
        StaticTokens tokens = new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR));

        try (SyncServer server = SyncServer.builder()
                        .directory(directory)
                        .authenticator(tokens)
                        .start();
                Store laptop = Store.builder().storage(MemoryStorage.create()).open();
                Store phone = Store.builder().storage(MemoryStorage.create()).open()) {
            WorkflowId poster = laptop.createWorkflow("Poster").id();
            laptop.edit(poster, draft -> draft.addNode(IDEA, "prompt", node -> node.title("Idea")));
            meet(laptop, phone, server.address());

            // Nobody is connected now, and both change the same node.
            change(laptop, poster, "A red fox", "fox");
            change(phone, poster, "A brown hound", "hound");
            laptop.updateNodeDimensions(poster, IDEA, null, new Size(100, 50));
            phone.updateNodeDimensions(poster, IDEA, new Point(2, 2), new Size(300, 200));
            laptop.updateNodeDimensions(poster, IDEA, new Point(1, 1), null);
            meet(laptop, phone, server.address());

            System.out.println("Tags: " + node(laptop, poster).config("tags"));
            System.out.println("Place and size of one device: " + isWhole(node(phone, poster)));
            for (Store device : List.of(laptop, phone)) {
                settle(device);
            }
            meet(laptop, phone, server.address());

            System.out.println("Title: " + node(laptop, poster).title());
            System.out.println("The same on both: " + laptop.workflow(poster).equals(phone.workflow(poster)));
            System.out.println(
                    "Left to decide: " + (open(laptop).size() + open(phone).size()));
        }
    }

    private static void change(Store device, WorkflowId poster, String title, String tag) {
        device.edit(
                poster,
                draft -> draft.updateNode(IDEA, node -> node.title(title).config("tags", List.of(tag))));
    }

    /** The device whose title lost is asked; both values are there, whichever of them stands. */
    private static void settle(Store device) {
        for (Conflict conflict : open(device)) {
            List<String> titles = Stream.of(conflict.mine(), conflict.theirs())
                    .map(side -> text(side.value()))
                    .sorted()
                    .toList();
            System.out.println("Which one? " + titles);
            device.replication().settle(conflict, Json.of(String.join(", ", titles)));
        }
    }

    private static List<Conflict> open(Store device) {
        return device.replication().conflicts().stream().filter(Conflict::open).toList();
    }

    private static Json union(@Nullable Json mine, @Nullable Json theirs) {
        TreeSet<String> all = new TreeSet<>();
        addTo(all, mine);
        addTo(all, theirs);
        return Json.of(all);
    }

    private static void addTo(Set<String> all, @Nullable Json tags) {
        if (tags != null) {
            tags.elements().forEach(tag -> all.add(tag.asString()));
        }
    }

    private static boolean isWhole(Node node) {
        boolean laptops = new Point(1, 1).equals(node.position()) && new Size(100, 50).equals(node.size());
        boolean phones = new Point(2, 2).equals(node.position()) && new Size(300, 200).equals(node.size());
        return laptops || phones;
    }

    private static String text(@Nullable Json value) {
        return value == null ? "" : value.asString();
    }

    private static Node node(Store device, WorkflowId poster) {
        return device.workflow(poster).node(IDEA).orElseThrow();
    }

    /** What one device pushes the other pulls, and what a strategy answers comes back. */
    private static void meet(Store laptop, Store phone, URI server) {
        for (Store device : List.of(laptop, phone, laptop, phone)) {
            HttpRemote remote = HttpRemote.at(server, () -> TOKEN);
            try (SyncEngine engine =
                    SyncEngine.builder(device).remote(remote).conflicts(POLICY).start()) {
                engine.syncNow().join();
            }
        }
    }
}
