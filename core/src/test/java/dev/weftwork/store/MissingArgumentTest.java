package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.archive.PackageLimits;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.OpId;
import dev.weftwork.change.Stamp;
import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.Edge;
import dev.weftwork.graph.EdgeId;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import dev.weftwork.graph.Viewport;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.metrics.AlertRules;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.refusal.NullSweep;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.schema.Migrations;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Sealer;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotManifest;
import dev.weftwork.spi.SnapshotRequest;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.UndoOptions;
import dev.weftwork.store.history.Versions;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.VersionId;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A null where none may be is refused by a sentence that says what is needed, and nothing has changed. */
final class MissingArgumentTest {
    private static final Node NODE = Node.builder(Sample.IDEA, "prompt").build();

    private static final Conflict CONFLICT = conflict();

    private static final NullSweep SWEEP = new NullSweep()
            .sample(WorkflowId.class, Sample.POSTER)
            .sample(NodeId.class, Sample.IDEA)
            .sample(AssetMoveListener.class, AssetMoveListener.NONE)
            .sample(EdgeId.class, Sample.FIRST)
            .sample(Node.class, NODE)
            .sample(Edge.class, Edge.of(Sample.FIRST, Sample.IDEA, Sample.IMAGE))
            .sample(GraphEdit.class, draft -> {})
            .sample(Workflow.class, GraphState.empty(Sample.POSTER).view())
            .sample(List.class, List.of())
            .sample(Collection.class, List.of())
            .sample(Set.class, Set.of())
            .sample(Map.class, Map.of("a", Json.TRUE))
            .sample(UnaryOperator.class, UnaryOperator.identity())
            .sample(Consumer.class, value -> {})
            .sample(Function.class, Function.identity())
            .sample(Runnable.class, () -> {})
            .sample(Executor.class, Runnable::run)
            .sample(Object.class, 1)
            .sample(Json.class, Json.TRUE)
            .sample(Result.class, Result.NONE)
            .sample(Point.class, new Point(1, 1))
            .sample(Size.class, new Size(1, 1))
            .sample(Viewport.class, Viewport.ORIGIN)
            .sample(Duration.class, Duration.ofSeconds(1))
            .sample(FlowContent.class, new FlowContent("", Viewport.ORIGIN, Map.of(), List.of(), List.of()))
            .sample(StorageAdapter.class, MemoryStorage.create())
            .sample(AssetAdapter.class, MemoryBlobs.create())
            .sample(AssetPolicy.class, AssetPolicy.DEFAULT)
            .sample(Scheduler.class, new ManualScheduler())
            .sample(Alerts.class, Alerts.of(AlertRules.NONE, alert -> {}))
            .sample(Ids.class, Ids.system())
            .sample(Migrations.class, Migrations.none())
            .sample(Sealer.class, Sealer.of(SecretFields.NONE, SecretKeys.of(Keys.key("k", 1))))
            .sample(Binding.class, new Binding("server", "workspace", "me"))
            .sample(SliceConfig.class, SliceConfig.DEFAULT)
            .sample(PushLimits.class, PushLimits.of(1, 1))
            .sample(OpId.class, new OpId("op"))
            .sample(EntityKey.class, EntityKey.of(Sample.IDEA))
            .sample(EntityKind.class, EntityKind.NODE)
            .sample(RemoteTime.class, new RemoteTime(0, 0))
            .sample(SnapshotManifest.class, new SnapshotManifest(RemoteCursor.START, 0, List.of()))
            .sample(SnapshotRequest.class, SnapshotRequest.ALL)
            .sample(PullAnswer.class, new PullAnswer(List.of(), RemoteCursor.START, 0, false, Map.of()))
            .sample(Exchanged.class, Exchanged.push(List.of(), List.of(), new RemoteTime(0, 0)))
            .sample(ConflictStrategy.Decision.class, ConflictStrategy.Decision.OPEN)
            .sample(Conflict.class, CONFLICT)
            .sample(ConflictPolicy.class, ConflictPolicy.LAST_WRITE_WINS)
            .sample(ConflictStrategy.class, ConflictStrategy.MANUAL)
            .sample(Path.class, Path.of("poster.genaiw.zip"))
            .sample(OutputStream.class, OutputStream.nullOutputStream())
            .sample(SeekableByteChannel.class, new SeekableInMemoryByteChannel())
            .sample(ExportOptions.class, ExportOptions.DEFAULT)
            .sample(ImportOptions.class, ImportOptions.FRESH)
            .sample(ImportOptions.Place.class, ImportOptions.Place.FRESH)
            .sample(PackageManifest.App.class, ExportOptions.DEFAULT.app())
            .sample(PackageLimits.class, PackageLimits.DEFAULT)
            .sample(LongSupplier.class, () -> 0)
            .sample(PackageAssets.class, new FakeAssets())
            .sample(
                    Store.class,
                    Store.builder()
                            .storage(MemoryStorage.create())
                            .scheduler(new ManualScheduler())
                            .open())
            .sample(UndoOptions.class, UndoOptions.DEFAULT)
            .sample(SavedVersion.class, new SavedVersion(new VersionId("v"), 0, "", "", 0, ""))
            .sample(String[].class, new String[] {"run"});

    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    private static Conflict conflict() {
        Stamp stamp = new Stamp(1, new DeviceId("device"), 1, new OpId("op"));
        Conflict.Side side = new Conflict.Side(Json.TRUE, stamp);
        return new Conflict(Sample.POSTER, EntityKey.of(Sample.IDEA), "title", side, side, true, true, 0);
    }

    private record Case(String front, NullSweep.Call call, Act act) {
        @Override
        public String toString() {
            return front + "." + call;
        }
    }

    private interface Act {
        void run(Store store, NullSweep.Call call) throws Exception;
    }

    private static Stream<Case> cases(Class<?> front, Act act) {
        return SWEEP.of(front).stream().map(call -> new Case(front.getSimpleName(), call, act));
    }

    static Stream<Case> calls() {
        return Stream.of(
                        cases(Store.class, (store, call) -> call.on(store)),
                        cases(WorkflowDraft.class, (store, call) -> store.edit(Sample.POSTER, call::on)),
                        cases(
                                Node.Builder.class,
                                (store, call) -> store.edit(
                                        Sample.POSTER,
                                        draft -> draft.updateNode(Sample.IDEA, node -> unchecked(call, node)))),
                        cases(Gesture.class, (store, call) -> call.on(store.gesture(Sample.POSTER))),
                        cases(ItemCollection.class, (store, call) -> call.on(store.collection("files"))),
                        cases(Slices.class, (store, call) -> call.on(store.slices())),
                        cases(Oplog.class, (store, call) -> call.on(store.oplog())),
                        cases(Replication.class, (store, call) -> call.on(store.replication())),
                        cases(
                                ReferenceWatch.class,
                                (store, call) -> call.on(store.replication().watchReferences())),
                        cases(Secrets.class, (store, call) -> call.on(store.secrets())),
                        cases(StoreBuilder.class, (store, call) -> call.on(Store.builder())),
                        cases(
                                WorkflowPackages.class,
                                (store, call) ->
                                        call.on(WorkflowPackages.of(store, new FakeAssets(), Ids.system(), () -> 0))),
                        cases(ExportOptions.class, (store, call) -> call.on(ExportOptions.DEFAULT)),
                        cases(ImportOptions.class, (store, call) -> call.on(ImportOptions.IN_PLACE)),
                        cases(SliceConfig.class, (store, call) -> call.on(SliceConfig.DEFAULT)),
                        cases(ConflictPolicy.class, (store, call) -> call.on(ConflictPolicy.LAST_WRITE_WINS)),
                        cases(History.class, (store, call) -> call.on(store.history(Sample.POSTER))),
                        cases(Versions.class, (store, call) -> call.on(store.versions(Sample.POSTER))),
                        cases(UndoOptions.class, (store, call) -> call.on(UndoOptions.DEFAULT)),
                        cases(Binding.class, (store, call) -> call.on(SWEEP)))
                .flatMap(cases -> cases);
    }

    private static void unchecked(NullSweep.Call call, Object target) {
        try {
            call.on(target);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("No such call throws anything checked", e);
        }
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isNamedWithWhatIsNeeded(Case refused) {
        Sample.create(store).awaitDurable();
        String before = Dump.of(store, site.disk);

        assertThatThrownBy(() -> refused.act.run(store, refused.call))
                .isInstanceOf(NullPointerException.class)
                .message()
                .as("a sentence that says what is needed")
                .matches("[A-Z].* (needs?|needed|may be .* but not null).*");
        site.pass(Duration.ofMillis(10));

        assertThat(Dump.of(store, site.disk).replace("files{}\n", "")).isEqualTo(before);
        assertThat(host.time().failures()).isEmpty();
        Sample.title(store, Sample.IDEA, "goes on").awaitDurable();
    }
}
