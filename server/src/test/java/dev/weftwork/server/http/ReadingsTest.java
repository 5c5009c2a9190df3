package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.ServerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However many read large workflows at a time, they take no more memory than there is for that. */
final class ReadingsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final WorkflowId SKETCH = WorkflowId.of("sketch");

    @TempDir
    private Path directory;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final ByteBudget budget = new ByteBudget(20 * MEGABYTE);
    /** Replies that are still to be made. */
    private final List<Runnable> replies = new ArrayList<>();

    private OpenWorkspaces open;
    private Workspaces workspaces;
    private WorkflowRoutes routes;

    @BeforeEach
    void open() throws Exception {
        open = OpenWorkspaces.in(directory, Runnable::run);
        workspaces = open.workspaces();
        routes = routes(replies::add);
        write(POSTER, "x".repeat(MEGABYTE));
        write(SKETCH, "small");
    }

    private Bodies bodies() {
        return new Bodies(Runnable::run, timer, budget, Pace.USUAL);
    }

    private WorkflowRoutes routes(Executor executor) {
        return new WorkflowRoutes(
                workspaces, bodies(), executor, SecretFields.NONE, new Lines(Runnable::run), new Readings(budget));
    }

    @AfterEach
    void close() throws Exception {
        open.close();
        timer.shutdownNow();
    }

    private void write(WorkflowId workflow, String text) {
        write(workflow, NodeId.of("idea"), text);
    }

    private void write(WorkflowId workflow, NodeId node, String text) {
        workspaces
                .edit("studio", "ada", desk -> {
                    desk.write(
                            workflow,
                            0,
                            List.of(
                                    EntityWrites.to(EntityKey.of(workflow))
                                            .set(RegisterNames.LIFE, Json.TRUE)
                                            .build(),
                                    EntityWrites.to(EntityKey.of(node))
                                            .set(RegisterNames.LIFE, Json.TRUE)
                                            .set("config.text", Json.of(text))
                                            .build()));
                    return true;
                })
                .join();
    }

    /** So many ask, and no reply is made before all have asked; gives the status that each hears in the end. */
    private List<Integer> statuses(WorkflowId workflow, int readers) throws Exception {
        return statuses("GET / HTTP/1.1\r\nHost: weftwork\r\n\r\n", request -> {
            List<CompletableFuture<Reply>> asked = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                asked.add(read(request, workflow));
            }
            return asked;
        });
    }

    /** What somebody hears who saves another text in the large workflow. */
    private int save(String text) throws Exception {
        String body = "{\"id\":\"poster\",\"name\":\"n\",\"definition\":{\"nodes\":[{\"id\":\"" + text + "\"}]}}";
        Principal ada = Principal.of("ada", "studio", Role.EDITOR);
        return statuses(
                        post(body),
                        each -> List.of(
                                routes(Runnable::run).save(new Call(each, "studio", ada, Role.EDITOR, new Fields()))))
                .get(0);
    }

    /** What is asked with a request. */
    private interface Asking {
        List<CompletableFuture<Reply>> ask(Request request) throws Exception;
    }

    private List<Integer> statuses(String request, Asking asking) throws Exception {
        List<CompletableFuture<Reply>> asked = new ArrayList<>();
        Server jetty = new Server();
        LocalConnector connector = new LocalConnector(jetty);
        jetty.addConnector(connector);
        jetty.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request came, Response response, Callback callback) throws Exception {
                asked.addAll(asking.ask(came));
                callback.succeeded();
                return true;
            }
        });
        jetty.start();
        try {
            connector.setIdleTimeout(0);
            assertThat(connector.getResponse(request, 5, TimeUnit.MINUTES)).contains("200");
        } finally {
            jetty.stop();
        }
        List.copyOf(replies).forEach(Runnable::run);
        replies.clear();
        return asked.stream().map(ReadingsTest::status).toList();
    }

    private CompletableFuture<Reply> read(Request request, WorkflowId workflow) throws Exception {
        Principal ada = Principal.of("ada", "studio", Role.VIEWER);
        try {
            return routes.read(new Call(request, "studio", ada, Role.VIEWER, new Fields()), workflow.value());
        } catch (ProblemException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static int status(CompletableFuture<Reply> reply) {
        try {
            return reply.join().status();
        } catch (CompletionException e) {
            return ((ProblemException) e.getCause()).reply().status();
        }
    }

    @Test
    void manyWhoReadALargeStoredWorkflowAtOnceAreServedAsFarAsThereIsRoom() throws Exception {
        assertThat(statuses(POSTER, 1)).containsExactly(200);
        keepDocument(POSTER);

        assertThat(statuses(POSTER, 8)).containsExactly(200, 200, 200, 200, 200, 200, 503, 503);

        assertThat(budget.taken()).as("when all have their reply").isZero();
        assertThat(statuses(POSTER, 6)).containsOnly(200);
    }

    @Test
    void oneThatIsWrittenAsADocumentFirstTakesMore() throws Exception {
        assertThat(statuses(POSTER, 3)).containsExactly(200, 200, 503);
        assertThat(budget.taken()).isZero();
    }

    @Test
    void smallOnesAreReadWhateverOthersHold() throws Exception {
        assertThat(budget.take(20 * MEGABYTE)).isTrue();

        assertThat(statuses(SKETCH, 50)).containsOnly(200);
        assertThat(statuses(POSTER, 1)).containsExactly(503);
    }

    @Test
    void whatASaveStartsFromTakesRoomToo() throws Exception {
        assertThat(budget.take(15 * MEGABYTE)).isTrue();
        assertThat(save("first")).isEqualTo(503);
        budget.giveBack(15 * MEGABYTE);

        assertThat(save("first")).isEqualTo(200);
        assertThat(save("second")).isEqualTo(200);

        assertThat(budget.taken()).isZero();
    }

    @Test
    void aLargeOperationIsToldWhileThereIsRoomForTheAnswer() throws Exception {
        assertThat(budget.take(20 * MEGABYTE)).isTrue();
        assertThat(told(this::pulled)).isEqualTo(503);
        assertThat(told(this::history)).isEqualTo(503);
        budget.giveBack(20 * MEGABYTE);

        assertThat(told(this::pulled)).isEqualTo(200);
        assertThat(told(this::history)).isEqualTo(200);

        assertThat(budget.taken()).isZero();
    }

    @Test
    void aWorkflowThatThereIsNoMemoryForIsNotWrittenAnewByTheServerAndHoldsUpNoOther() throws Exception {
        keepDocument(POSTER);
        keepDocument(SKETCH);
        for (String part : List.of("a", "b", "c", "d")) {
            write(POSTER, NodeId.of(part), "x".repeat(MEGABYTE));
        }
        write(SKETCH, NodeId.of("a"), "small");
        ByteBudget narrow = new ByteBudget(20 * MEGABYTE, 30 * MEGABYTE);
        Refreshing refreshing = new Refreshing(workspaces, new Readings(narrow), Duration.ofMillis(-2_000));

        refreshing.run();
        refreshing.run();

        assertThat(workspaces.<List<WorkflowId>>read(
                        "studio", reader -> reader.documents().behind(Long.MAX_VALUE)))
                .containsExactly(POSTER);
        assertThat(narrow.taken()).isZero();

        workspaces
                .edit("studio", "ada", desk -> {
                    List<EntityWrites> less = Stream.of("a", "b", "c")
                            .map(part -> EntityWrites.to(EntityKey.of(NodeId.of(part)))
                                    .set("config.text", null)
                                    .build())
                            .toList();
                    desk.write(POSTER, 0, less);
                    return true;
                })
                .join();
        refreshing.run();

        assertThat(workspaces.<List<WorkflowId>>read(
                        "studio", reader -> reader.documents().behind(Long.MAX_VALUE)))
                .as("once it is small again")
                .isEmpty();
    }

    private void keepDocument(WorkflowId workflow) {
        workspaces
                .edit("studio", "ada", desk -> {
                    WorkflowRoutes.Found found = WorkflowRoutes.look(desk.writer(), workflow, null, null);
                    return WorkflowRoutes.keep(desk, found);
                })
                .join();
    }

    @Test
    void aSnapshotIsMadeWhileThereIsRoomForItsLargestEntity() throws Exception {
        write(POSTER, "x".repeat(2 * MEGABYTE));
        assertThat(budget.take(20 * MEGABYTE)).isTrue();
        assertThat(told(this::snapshot)).isEqualTo(503);
        budget.giveBack(20 * MEGABYTE);

        assertThat(told(this::snapshot)).isEqualTo(200);

        assertThat(budget.taken()).isZero();
    }

    private CompletableFuture<Reply> snapshot(Call call) throws IOException {
        PartFiles parts = new PartFiles(directory.resolve("snapshots"), () -> 0, 1 << 30);
        Snapshots snapshots = new Snapshots(workspaces, parts, new ServerMetrics(), new Readings(budget));
        return new SnapshotRoutes(workspaces, parts, snapshots).manifest(call);
    }

    @Test
    void whatIsPushedIsTakenInThoughThereIsNoRoomToTellOfWhatOthersDid() throws Exception {
        assertThat(budget.take(20 * MEGABYTE)).isTrue();
        long before =
                workspaces.<Long>read("studio", reader -> reader.headPlace().seq());
        Places waiting = new Places(1, "waiting-quota", "waiting pulls", Duration.ZERO);
        SyncRoutes routes = new SyncRoutes(workspaces, bodies(), Runnable::run, timer, waiting, new Readings(budget));
        String push =
                "{\"op\":{\"op\":\"pad-1\",\"workflow\":\"sketch\",\"device\":\"pad\",\"seq\":1,\"hlc\":\"1\",\"schema\":1,"
                        + "\"writes\":[[\"node\",\"idea\",{\"title\":\"t\"}]]}}";
        Principal ada = Principal.of("ada", "studio", Role.EDITOR);

        List<Integer> heard = statuses(
                post("{\"ops\":[" + push + "],\"after\":\"\"}"),
                each -> List.of(routes.sync(new Call(each, "studio", ada, Role.EDITOR, new Fields()))));

        assertThat(heard).containsExactly(200);
        assertThat(workspaces.<Long>read("studio", reader -> reader.headPlace().seq()))
                .isEqualTo(before + 1);
    }

    private static String post(String body) {
        return "POST / HTTP/1.1\r\nHost: weftwork\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    @Test
    void aVersionIsSavedWhileThereIsRoomForWhatItIsMadeOf() throws Exception {
        assertThat(budget.take(20 * MEGABYTE)).isTrue();
        assertThat(saveVersion()).isEqualTo(503);
        budget.giveBack(20 * MEGABYTE);

        assertThat(saveVersion()).isEqualTo(201);

        assertThat(budget.taken()).isZero();
    }

    private int saveVersion() throws Exception {
        Principal ada = Principal.of("ada", "studio", Role.EDITOR);
        VersionRoutes versions =
                new VersionRoutes(workspaces, bodies(), Runnable::run, new Openings(budget, 16 * MEGABYTE));
        return statuses(
                        post("{}"),
                        each -> List.of(versions.save(
                                new Call(each, "studio", ada, Role.EDITOR, new Fields()), POSTER.value())))
                .get(0);
    }

    /** Answers a call. */
    private interface Answering {
        CompletableFuture<Reply> answer(Call call) throws IOException;
    }

    private CompletableFuture<Reply> pulled(Call call) throws IOException {
        Places waiting = new Places(1, "waiting-quota", "waiting pulls", Duration.ZERO);
        return new SyncRoutes(workspaces, bodies(), Runnable::run, timer, waiting, new Readings(budget)).pull(call);
    }

    private CompletableFuture<Reply> history(Call call) throws IOException {
        return new HistoryRoute(workspaces, new Readings(budget)).answer(call);
    }

    private int told(Answering route) throws Exception {
        Principal ada = Principal.of("ada", "studio", Role.VIEWER);
        Fields query = new Fields();
        query.put("workflow", POSTER.value());
        return statuses("GET / HTTP/1.1\r\nHost: weftwork\r\n\r\n", request -> {
                    try {
                        return List.of(route.answer(new Call(request, "studio", ada, Role.VIEWER, query)));
                    } catch (ProblemException e) {
                        return List.of(CompletableFuture.failedFuture(e));
                    }
                })
                .get(0);
    }
}
