package dev.weftwork.store;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.archive.PackageContent;
import dev.weftwork.archive.PackageManifest;
import dev.weftwork.archive.PackageReader;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One import: assets first, then the graph in one operation. If anything fails, the assets that are new go again. */
final class PackageImport {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final Store store;
    private final PackageAssets assets;
    private final Ids ids;
    private final PackageExchange.Noting noting;
    private final ImportOptions options;
    private final Originals originals;
    private final List<AssetRef> added = new ArrayList<>();
    /** What the graph will refer to; another import that fails must not take it away. */
    private final List<AssetStorage.Registration> kept = new ArrayList<>();

    private long bytesAdded;
    private int known;

    PackageImport(PackageExchange exchange, ImportOptions options) {
        this.store = exchange.store();
        this.assets = exchange.assets();
        this.ids = exchange.ids();
        this.noting = exchange.noting();
        this.options = options;
        this.originals = new Originals(assets, options.downloads());
    }

    ImportedPackage run(PackageReader reader) throws IOException {
        refuseOtherBase(reader.manifest());
        boolean done = false;
        Runnable ended = note(reader.manifest());
        try {
            PackageContent content = PackageContent.take(reader, this::put);
            FlowContent settled = originals.wanted() ? downloaded(content) : content.content();
            List<String> notes = new ArrayList<>(content.notes());
            WorkflowId id = options.place() == ImportOptions.Place.FRESH
                    ? WorkflowId.of(ids.next())
                    : WorkflowId.of(reader.manifest().workflow().id());
            String name =
                    settled.name().isEmpty() ? reader.manifest().workflow().name() : settled.name();
            Commit commit = write(id, name, settled, notes);
            done = true;
            CompletableFuture<?> unused = commit.durable().whenComplete((nothing, failed) -> ended.run());
            return new ImportedPackage(
                    id, commit, reader.manifest(), added.size(), bytesAdded, known, notes, content.ignored());
        } finally {
            kept.forEach(AssetStorage.Registration::close);
            if (!done) {
                takeBack();
                ended.run();
            }
        }
    }

    /** What another workflow had would count as removed by the author. */
    private void refuseOtherBase(PackageManifest manifest) {
        Workflow base = options.base();
        String id = manifest.workflow().id();
        if (base != null && !base.id().value().equals(id)) {
            throw new IllegalArgumentException(
                    "The package holds workflow '" + id + "', but the base is a snapshot of '" + base.id()
                            + "'; give the snapshot that was exported to the author, or no base");
        }
    }

    /** Says what will be referred to, whether or not it is here by now. */
    private Runnable note(PackageManifest manifest) throws IOException {
        Set<AssetHash> lacking = new LinkedHashSet<>();
        Set<AssetHash> here = new LinkedHashSet<>();
        for (PackageManifest.Asset asset : manifest.assets()) {
            if (asset instanceof PackageManifest.Embedded embedded) {
                AssetHash hash = embedded.hash();
                (assets.find(hash).isEmpty() ? lacking : here).add(hash);
            }
        }
        return noting.begin(lacking, here);
    }

    /** Takes away what was put. What was here before stays. */
    private void takeBack() {
        added.forEach(this::delete);
        originals.fetched().stream()
                .filter(PackageAssets.Kept::added)
                .map(PackageAssets.Kept::ref)
                .forEach(this::delete);
    }

    private void delete(AssetRef ref) {
        try {
            assets.delete(ref);
        } catch (StorageException e) {
            // what made the import fail is on its way to the caller; this stays among the orphans
            LOG.atWarn().log("An asset of a package that was not imported stays: {}", e.getMessage());
        }
    }

    private Commit write(WorkflowId id, String name, FlowContent content, List<String> notes) {
        if (options.place() == ImportOptions.Place.FRESH || store.find(id).isEmpty()) {
            return store.createWorkflow(id, name, draft -> draft.fill(content));
        }
        return store.edit(id, draft -> new PackageMerge(draft, content, options, notes).run(name));
    }

    /** Puts what is not here yet; what is here is not believed to be in the package, either, but read to its end. */
    private AssetRef put(PackageManifest.Embedded asset, InputStream bytes) throws IOException {
        AssetFacts facts = AssetFacts.of(asset.mime(), asset.bytes(), asset.hash());
        kept.add(assets.keep(asset.hash()));
        Optional<AssetRef> here = assets.find(asset.hash());
        if (here.isPresent()) {
            bytes.transferTo(OutputStream.nullOutputStream());
            known++;
            return here.get().with(facts);
        }
        PackageAssets.Kept put = assets.put(bytes, new PackageAssets.Asked(asset.mime(), asset.id(), asset.hash()));
        if (put.added()) {
            added.add(put.ref());
            bytesAdded += asset.bytes();
        } else {
            known++;
        }
        return put.ref();
    }

    /** Content from the web is found by its hash from now on, while the reference still says where it is from. */
    private FlowContent downloaded(PackageContent content) throws IOException {
        try {
            return content.withRefs(ref -> ref instanceof AssetRef.Url url ? cached(url) : ref);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private AssetRef cached(AssetRef.Url url) {
        try {
            AssetFacts facts = originals.local(url).facts();
            String mime = url.mime().orElse(facts.mime());
            return url.with(new AssetFacts(
                    mime, facts.bytes(), facts.hash(), url.facts().rest()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
