package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.ServerMain;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteReply;
import dev.weftwork.sync.SyncResult;
import dev.weftwork.testkit.Fault;
import dev.weftwork.testkit.FaultProxy;
import dev.weftwork.testkit.JavaProcess;
import dev.weftwork.testkit.JavaProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device and a server, each a process that is killed at any moment, with a bad network between them. */
final class KilledEndsTest {
    /** The other half of the kills is ServerProcessTest's. */
    private static final int CYCLES = (Integer.getInteger("weftwork.kill.cycles", 50) + 1) / 2;

    private static final String TOKEN = "a-token-long-enough-for-ada";

    @TempDir
    private Path directory;

    private final Random random = new Random(20_261_121);
    private final Set<String> durable = new HashSet<>();
    private final Set<String> synced = new HashSet<>();
    private final List<AdmittedOp> log = new ArrayList<>();
    private RemoteCursor cursor = RemoteCursor.START;
    private JavaProgram serverProgram;
    private JavaProgram deviceProgram;
    private JavaProcess server;
    /** Where the server that lives now listens; nobody keeps the place of one that was killed. */
    private volatile URI address;

    private WorkflowId poster;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(directory.resolve("tokens"), TOKEN + " ada studio editor\n");
        serverProgram = JavaProgram.of(ServerMain.class, directory.resolve("server-process"));
        deviceProgram = JavaProgram.of(EditingDevice.class, directory.resolve("device-process"));
        listen(serverProgram.rehearse(serverArguments()));
        try (EditingDevice phone = phone()) {
            poster = phone.store().createWorkflow("Poster").id();
            settle(phone);
        }
        try (JavaProcess device = deviceProgram.rehearse(deviceArguments(address))) {
            device.await("ready");
            device.tell("rehearsal");
            device.await("synced");
            device.end();
        }
        server.end();
        listen(serverProgram.start(serverArguments()));
    }

    @AfterEach
    void end() {
        server.kill();
    }

    @Test
    void nothingThatWasAcknowledgedIsLostOrDoubled() throws IOException {
        List<Fault> faults = new ArrayList<>(Arrays.asList(Fault.values()));
        faults.addAll(List.of(Fault.NONE, Fault.NONE, Fault.NONE, Fault.NONE, Fault.NONE, Fault.NONE));
        int serverKills = 0;
        try (FaultProxy proxy = FaultProxy.to(() -> address, 7, faults)) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                boolean serverDies = random.nextInt(3) == 0;
                serverKills += serverDies ? 1 : 0;
                live(proxy.address(), serverDies);
                pullTheRest();
                assertThat(nodes()).as("after cycle %s", cycle).containsAll(synced);
            }
        }
        assertThat(durable).as("edits that were made").hasSizeGreaterThan(CYCLES / 2);
        assertThat(synced).as("edits that were said to be admitted").isNotEmpty();
        compareAll();
        System.out.printf(
                "Killed ends: %d kills of the device, %d of the server, %d durable edits, %d said to be admitted%n",
                CYCLES, serverKills, durable.size(), synced.size());
    }

    /** One life of the device, and perhaps the end of one of the server. */
    private void live(URI remote, boolean serverDies) throws IOException {
        try (JavaProcess device = deviceProgram.start(deviceArguments(remote))) {
            device.await("ready");
            int before = synced.size();
            int edits = random.nextInt(6);
            for (int i = 0; i < edits; i++) {
                device.tell("edit " + i);
            }
            // at times it dies in the middle of its edits, at times when some of them have arrived
            int heard = edits == 0 ? 0 : random.nextInt(edits + 1);
            boolean arrives = edits > 0 && random.nextBoolean();
            for (int i = 0; i < heard || (arrives && synced.size() == before); i++) {
                note(device.line());
            }
            if (serverDies) {
                spin(random.nextInt(1_000_000));
                server.kill();
                listen(serverProgram.start(serverArguments()));
            }
            spin(random.nextInt(3_000_000));
            device.kill();
            device.rest().forEach(this::note);
        }
    }

    private void note(String line) {
        // the last line of a process that was killed may be cut
        String[] parts = String.valueOf(line).split(" ", -1);
        if (parts.length == 2 && parts[1].length() == 36) {
            (parts[0].equals("durable") ? durable : synced).add(parts[1]);
        }
    }

    private void compareAll() {
        try (EditingDevice device = device();
                EditingDevice phone = phone()) {
            settle(device);
            settle(phone);
            pullTheRest();
            Workflow whole = device.store().workflow(poster);

            assertThat(whole.nodes()).extracting(node -> node.id().value()).containsAll(durable);
            assertThat(phone.store().workflow(poster)).isEqualTo(whole);
            assertThat(log).extracting(op -> op.op().id()).doesNotHaveDuplicates();
            assertThat(nodes())
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(whole.nodes().stream()
                            .map(Node::id)
                            .map(id -> id.value())
                            .toList());
        }
    }

    /** The nodes that the server's log brings to life, each as often as it does so. */
    private List<String> nodes() {
        List<String> nodes = new ArrayList<>();
        for (AdmittedOp op : log) {
            for (EntityWrites writes : op.op().writes()) {
                if (writes.key().kind().name().equals("node") && writes.writes("life")) {
                    nodes.add(writes.key().id());
                }
            }
        }
        return nodes;
    }

    private void pullTheRest() {
        try (HttpRemote remote = HttpRemote.at(address, () -> TOKEN)) {
            boolean more = true;
            while (more) {
                PullRequest request = PullRequest.after(cursor, 500);
                PullAnswer page =
                        ((RemoteReply.Ok<PullAnswer>) remote.pull(request).join()).value();
                log.addAll(page.ops());
                cursor = page.cursor();
                more = page.more();
            }
        }
    }

    private static void settle(EditingDevice device) {
        SyncResult result = device.engine().syncNow().join();
        while (result.kind() == SyncResult.Kind.FAILED) {
            result = device.engine().syncNow().join();
        }
        assertThat(result.kind()).isEqualTo(SyncResult.Kind.DONE);
    }

    private EditingDevice device() {
        return new EditingDevice(directory.resolve("device.db"), address, TOKEN);
    }

    private EditingDevice phone() {
        return new EditingDevice(directory.resolve("phone.db"), address, TOKEN);
    }

    private String[] deviceArguments(URI remote) {
        return new String[] {directory.resolve("device.db").toString(), remote.toString(), TOKEN, poster.value()};
    }

    private String[] serverArguments() {
        return new String[] {
            "--directory",
            directory.resolve("server").toString(),
            "--port",
            "0",
            "--tokens",
            directory.resolve("tokens").toString(),
            "--requests-per-second",
            "100000"
        };
    }

    private void listen(JavaProcess process) throws IOException {
        server = process;
        address = URI.create(process.await("Listening on "));
    }

    private static void spin(int times) {
        for (int i = 0; i < times; i++) {
            Thread.onSpinWait();
        }
    }
}
