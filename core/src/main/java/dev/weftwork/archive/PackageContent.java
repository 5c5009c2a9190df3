package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.format.FlowContent;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a package holds, taken out: the workflow's content, with its embedded assets put where the reader wants them.
 * Immutable.
 *
 * @param manifest what the package says of itself
 * @param content the workflow's content, in which no reference is of the kind {@code embedded} any more
 * @param notes what of the document could not be taken, in words
 * @param ignored files in the package that neither the manifest nor the workflow speaks of; nothing of them was read
 */
public record PackageContent(PackageManifest manifest, FlowContent content, List<String> notes, List<String> ignored) {
    /**
     * Copies the lists.
     *
     * @param manifest what the package says of itself
     * @param content the workflow's content
     * @param notes what could not be taken
     * @param ignored what was not read
     */
    public PackageContent {
        Objects.requireNonNull(manifest, "A manifest is needed; a PackageReader has one");
        Objects.requireNonNull(content, "A content is needed; the package's document holds one");
        Objects.requireNonNull(notes, "A list of notes is needed; it may be empty but not null");
        Objects.requireNonNull(ignored, "A list of ignored files is needed; it may be empty but not null");
        notes = List.copyOf(notes);
        ignored = List.copyOf(ignored);
    }

    /** Where an import puts the bytes of assets. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Keeps an asset.
         *
         * @param asset what the manifest says of it
         * @param bytes its bytes, to be read to their end: only then are they known to be what the manifest says
         * @return how it is referred to from now on
         * @throws IOException if the bytes cannot be kept, or not be read
         */
        AssetRef put(PackageManifest.Embedded asset, InputStream bytes) throws IOException;
    }

    /**
     * Takes everything out. The document is read before the first asset is put, and each asset is put once, in the
     * manifest's order, if the workflow refers to it.
     *
     * @param reader the package
     * @param sink keeps the assets
     * @return what was in it
     * @throws PackageFormatException if something in it is not what the manifest says; what was put by then is the
     *     caller's to take back
     * @throws IOException if the package cannot be read or an asset not be kept
     */
    public static PackageContent take(PackageReader reader, Sink sink) throws IOException {
        Objects.requireNonNull(reader, "A reader is needed; PackageReader.open gives one");
        Objects.requireNonNull(sink, "A sink is needed; it keeps the assets");
        WorkflowDocument document = WorkflowDocument.read(reader.workflow());
        Set<String> wanted = wanted(reader.manifest(), document);
        Map<String, AssetRef> kept = new HashMap<>();
        List<String> ignored = new ArrayList<>(reader.ignored());
        for (PackageManifest.Asset asset : reader.manifest().assets()) {
            if (asset instanceof PackageManifest.Embedded embedded) {
                if (wanted.contains(embedded.id())) {
                    kept.put(embedded.id(), put(reader, embedded, sink));
                } else {
                    ignored.add(embedded.file());
                }
            }
        }
        FlowContent content = document.withRefs(ref -> kept(ref, kept));
        return new PackageContent(reader.manifest(), content, document.notes(), ignored);
    }

    private static AssetRef put(PackageReader reader, PackageManifest.Embedded asset, Sink sink) throws IOException {
        try (InputStream bytes = reader.read(asset)) {
            return sink.put(asset, bytes);
        }
    }

    /**
     * The content with each reference to an asset replaced.
     *
     * @param change gives the reference to put in the place of one, or that very one
     * @return the content
     */
    public FlowContent withRefs(UnaryOperator<AssetRef> change) {
        Objects.requireNonNull(change, "A callback is needed; UnaryOperator.identity() changes nothing");
        return new WorkflowDocument(content, notes).withRefs(change);
    }

    /** The ids that the document refers to; each is known. */
    private static Set<String> wanted(PackageManifest manifest, WorkflowDocument document) {
        Set<String> ids = new LinkedHashSet<>();
        document.withRefs(ref -> {
            if (ref instanceof AssetRef.Embedded) {
                ids.add(ref.locator());
            }
            return ref;
        });
        Set<String> embedded = manifest.assets().stream()
                .filter(PackageManifest.Embedded.class::isInstance)
                .map(PackageManifest.Asset::id)
                .collect(Collectors.toSet());
        for (String id : ids) {
            if (!embedded.contains(id)) {
                throw Refusal.of(
                        Code.ASSET_MISSING,
                        "The workflow refers to the asset " + Refusal.quoted(id)
                                + ", which the manifest does not embed");
            }
        }
        return ids;
    }

    /** The new place, with what the old reference said beside place and content. */
    private static AssetRef kept(AssetRef ref, Map<String, AssetRef> places) {
        AssetRef place = ref instanceof AssetRef.Embedded ? places.get(ref.locator()) : null;
        if (place == null) {
            return ref;
        }
        AssetFacts facts = place.facts();
        String mime = ref.mime().orElse(facts.mime());
        return place.with(
                new AssetFacts(mime, facts.bytes(), facts.hash(), ref.facts().rest()));
    }
}
