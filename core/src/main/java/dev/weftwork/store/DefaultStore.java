package dev.weftwork.store;

import dev.weftwork.archive.PackageManifest;
import dev.weftwork.asset.AssetMove;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.metrics.StoreMetrics;
import dev.weftwork.schedule.Cancellable;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageAdapter;
import dev.weftwork.spi.StorageDescription;
import dev.weftwork.spi.StorageException;
import dev.weftwork.store.history.History;
import dev.weftwork.store.history.Versions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store: hands each call to the part that does it. */
final class DefaultStore implements Store {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Scheduler scheduler;
    private final StoreMetrics metrics;
    private final Announcer announcer;
    private final Processes processes;
    private final Replica replica;
    private final Engine engine;
    private final Slices slices;
    private final Settling settling;
    private final Gestures gestures;
    private final Collections collections;
    private final Oplog oplog;
    private final DefaultReplication replication;
    private final Secrets secrets;
    private final Upkeep upkeep;
    private final StoreAssets assets;
    private final WorkflowPackages packages;
    private final boolean ownScheduler;
    private final Cancellable exit;

    DefaultStore(StoreParts parts) {
        scheduler = parts.scheduler();
        ownScheduler = parts.ownScheduler();
        metrics = parts.metrics();
        announcer = parts.announcer();
        processes = parts.processes();
        replica = parts.replica();
        engine = new Engine(parts);
        slices = new Slices();
        settling = new Settling(scheduler, slices, announcer, metrics);
        collections = new Collections(engine, slices, announcer);
        oplog = new DefaultOplog(engine, replica, processes.self());
        Neighbours neighbours = new Neighbours(parts);
        FrameSender sender = new FrameSender(neighbours, parts);
        gestures = new Gestures(engine, announcer, slices, processes.self(), sender);
        PeerGestures peers = new PeerGestures(engine, sender, gestures::over, parts);
        replication = new DefaultReplication(engine, slices, gestures, peers, parts);
        secrets = new DefaultSecrets(engine, parts.sealing(), processes);
        upkeep = new Upkeep(engine, parts, new FrameReader(neighbours, engine, gestures, peers, parts));
        upkeep.start();
        assets = parts.assets();
        ImportNotes imports = new ImportNotes(engine, scheduler);
        assets.begin(engine, imports);
        exit = scheduler.atExit(this::leave);
        packages = new PackageExchange(
                this,
                new StoredAssets(this::assets, scheduler::wallMillis),
                engine::newId,
                scheduler::wallMillis,
                imports::begin);
    }

    @Override
    public List<WorkflowInfo> workflows() {
        return list(info -> true);
    }

    @Override
    public List<WorkflowInfo> search(String text) {
        String wanted = Objects.requireNonNull(text, "A text to look for is needed; an empty one finds everything")
                .toLowerCase(Locale.ROOT);
        return list(info -> info.name().toLowerCase(Locale.ROOT).contains(wanted));
    }

    private List<WorkflowInfo> list(Predicate<WorkflowInfo> wanted) {
        return engine.locked(() -> {
            Stream<WorkflowInfo> unloaded = replica.listings.entrySet().stream()
                    .filter(line -> !replica.slots.containsKey(line.getKey())
                            && line.getValue().alive())
                    .map(line -> line.getValue().info());
            Stream<WorkflowInfo> loaded = replica.slots.values().stream()
                    .map(slot -> slot.overlay.view())
                    .filter(GraphState::alive)
                    .map(state -> new WorkflowInfo(state.id(), state.view().name(), state.updatedAt()));
            return Stream.concat(unloaded, loaded)
                    .filter(wanted)
                    .sorted(DefaultStore::byName)
                    .toList();
        });
    }

    private static int byName(WorkflowInfo one, WorkflowInfo other) {
        int names = one.name().compareTo(other.name());
        return names == 0 ? one.id().compareTo(other.id()) : names;
    }

    @Override
    public Workflow workflow(WorkflowId id) {
        return find(id).orElseThrow(() -> Engine.unknown(id));
    }

    @Override
    public Optional<Workflow> find(WorkflowId id) {
        return engine.state(id).filter(GraphState::alive).map(state -> state.view(processes.presence()));
    }

    @Override
    public Workflow createWorkflow(String name) {
        WorkflowId id = WorkflowId.of(engine.newId());
        createWorkflow(id, name, draft -> {});
        return workflow(id);
    }

    @Override
    public <X extends Exception> Commit createWorkflow(WorkflowId id, String name, GraphEdit<X> content) throws X {
        Objects.requireNonNull(name, "A workflow's name may be empty but not null");
        Required.callback(content, "A content");
        return engine.create(id, draft -> {
            draft.rename(name);
            content.apply(draft);
        });
    }

    @Override
    public WorkflowRemoval removeWorkflow(WorkflowId id) {
        GraphState removed = engine.requireAlive(id);
        return new DefaultRemoval(engine.writeOwn(id, RegisterNames.LIFE, Json.FALSE), removed, assets, engine.sealing);
    }

    @Override
    public <X extends Exception> Commit edit(WorkflowId id, GraphEdit<X> edit) throws X {
        return engine.edit(id, Required.callback(edit, "An edit"));
    }

    @Override
    public Gesture gesture(WorkflowId id) {
        return gestures.begin(id);
    }

    @Override
    public Subscription observe(WorkflowId id, Consumer<WorkflowChange> listener) {
        workflow(id);
        return engine.watch(id, announcer.observe(id, listener));
    }

    @Override
    public Subscription observeAll(Consumer<WorkflowChange> listener) {
        engine.refuseIfClosed();
        return announcer.observeAll(listener);
    }

    @Override
    public <T extends @Nullable Object> Subscription select(
            WorkflowId id, Function<Workflow, T> selector, Consumer<T> listener) {
        Selection<T> selection = new Selection<>(selector, listener);
        Subscription subscription = observe(id, change -> selection.look(change.workflow()));
        engine.locked(() -> {
            // no change comes between looking and telling
            Workflow now = workflow(id);
            announcer.later(() -> selection.look(now));
            return now;
        });
        return () -> {
            selection.end();
            subscription.close();
        };
    }

    @Override
    public Subscription observeSettled(Consumer<SettledChange> listener) {
        engine.refuseIfClosed();
        return settling.observe(listener);
    }

    @Override
    public AssetStorage assets() {
        engine.refuseIfClosed();
        return assets.storage();
    }

    @Override
    public AssetMove relocateAssets(AssetAdapter other, AssetMoveListener listener) {
        engine.refuseIfClosed();
        engine.journal().refuseInsideEdit();
        Objects.requireNonNull(other, "Another place is needed; assets move there");
        Objects.requireNonNull(listener, "A listener is needed; AssetMoveListener.NONE wants to know nothing");
        return assets.relocate(other, listener);
    }

    @Override
    public int offload() {
        engine.refuseIfClosed();
        return assets.offload(engine);
    }

    @Override
    public PackageManifest exportPackage(WorkflowId id, Path file, ExportOptions options) throws IOException {
        letBinariesMove();
        return packages.exportPackage(id, file, options);
    }

    @Override
    public PackageManifest exportPackage(WorkflowId id, OutputStream out, ExportOptions options) throws IOException {
        letBinariesMove();
        return packages.exportPackage(id, out, options);
    }

    /** A package holds binaries as assets, so edits that bring some are brought to the disk before. */
    private void letBinariesMove() {
        try {
            engine.drain();
        } catch (StorageException e) {
            LOG.atInfo().log("A package is made of edits that wait for the storage: {}", e.getMessage());
        }
    }

    @Override
    public ImportedPackage importPackage(Path file, ImportOptions options) throws IOException {
        return packages.importPackage(file, options);
    }

    @Override
    public ImportedPackage importPackage(SeekableByteChannel channel, ImportOptions options) throws IOException {
        return packages.importPackage(channel, options);
    }

    @Override
    public Slices slices() {
        return slices;
    }

    @Override
    public ItemCollection collection(String name) {
        return collections.of(name);
    }

    @Override
    public History history(WorkflowId id) {
        engine.requireKnown(id);
        return new DefaultHistory(engine, id);
    }

    @Override
    public Versions versions(WorkflowId id) {
        engine.requireKnown(id);
        return new DefaultVersions(engine, slices, id);
    }

    @Override
    public Oplog oplog() {
        return oplog;
    }

    @Override
    public Replication replication() {
        return replication;
    }

    @Override
    public Secrets secrets() {
        return secrets;
    }

    @Override
    public StoreMetrics metrics() {
        return metrics;
    }

    @Override
    public StorageDescription storage() {
        engine.refuseIfClosed();
        return engine.description();
    }

    @Override
    public void relocate(StorageAdapter other) {
        engine.relocate(Objects.requireNonNull(other, "Another storage is needed; name one that is empty"));
        upkeep.restart();
    }

    @Override
    public void attach(Binding binding) {
        engine.handover()
                .attach(Objects.requireNonNull(binding, "A binding is needed; it names the place to sync with"));
    }

    @Override
    public void detach() {
        engine.handover().detach();
    }

    @Override
    public Optional<Binding> binding() {
        return engine.binding();
    }

    @Override
    public boolean tryLease(String name, Duration duration) {
        engine.refuseIfClosed();
        return upkeep.tryLease(name, duration);
    }

    @Override
    public void flush() {
        engine.refuseIfClosed();
        engine.drain();
        settling.flush();
    }

    /** The process ends; whoever ends it has no use for an exception. */
    private void leave() {
        try {
            flush();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("What was not written when the process ended: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        engine.journal().refuseInsideEdit();
        replication.close();
        exit.cancel();
        upkeep.end();
        assets.beforeClose();
        StorageException failure = assets.close(engine.close(settling::close));
        if (ownScheduler) {
            scheduler.close();
        }
        if (failure != null) {
            throw failure;
        }
    }
}
