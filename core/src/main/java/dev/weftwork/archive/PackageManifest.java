package dev.weftwork.archive;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.Json;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a package says of itself in {@code manifest.json}, version 1. Its JSON schema is the resource
 * {@value #SCHEMA_RESOURCE} of this library. Immutable.
 *
 * @param app what wrote the package
 * @param createdAt when
 * @param workflow the workflow in it
 * @param assets the assets that the workflow refers to
 */
public record PackageManifest(App app, Instant createdAt, WorkflowPart workflow, List<Asset> assets) {
    /** The version that this library writes and reads. */
    public static final int VERSION = 1;

    /** The name of the manifest in a package. */
    public static final String FILE = "manifest.json";

    /** Where the JSON schema lies on the class path. */
    public static final String SCHEMA_RESOURCE = "/dev/weftwork/archive/manifest-v1.schema.json";

    /**
     * Copies the list.
     *
     * @param app what wrote it
     * @param createdAt when
     * @param workflow the workflow
     * @param assets the assets
     */
    public PackageManifest {
        Objects.requireNonNull(app, "A manifest needs an app; it names the program that writes the package");
        Objects.requireNonNull(createdAt, "A manifest needs a time; the same one for the same bytes");
        Objects.requireNonNull(workflow, "A manifest needs a workflow; a package holds one");
        Objects.requireNonNull(assets, "A manifest needs a list of assets; it may be empty but not null");
        assets = List.copyOf(assets);
    }

    /**
     * What wrote a package.
     *
     * @param name the program
     * @param version its version
     */
    public record App(String name, String version) {
        /**
         * Checks that nothing is missing.
         *
         * @param name the program
         * @param version its version
         */
        public App {
            Objects.requireNonNull(name, "An app needs a name");
            Objects.requireNonNull(version, "An app needs a version; it may be empty but not null");
        }
    }

    /**
     * The workflow in a package.
     *
     * @param id its id where it came from
     * @param file the name of its document in the package
     * @param name what people call it
     */
    public record WorkflowPart(String id, String file, String name) {
        /**
         * Checks that nothing is missing.
         *
         * @param id its id
         * @param file its document
         * @param name its name
         */
        public WorkflowPart {
            Objects.requireNonNull(id, "A workflow in a package needs an id; the one where it came from");
            Objects.requireNonNull(file, "A workflow in a package needs a file; " + PackageWriter.WORKFLOW_FILE);
            Objects.requireNonNull(name, "A workflow in a package needs a name; it may be empty but not null");
        }
    }

    /** An asset that the workflow refers to. */
    public sealed interface Asset {
        /** {@return what the workflow calls it by} */
        String id();

        /** {@return the media type, or null} */
        @Nullable String mime();
    }

    /**
     * An asset whose bytes are in the package.
     *
     * @param id its id in references of the kind {@code embedded}
     * @param mime the media type, or null
     * @param bytes the length
     * @param hash the hash of its bytes
     * @param file its name in the package
     * @param url where the bytes were fetched from, or null if they were local
     */
    public record Embedded(
            String id,
            @Nullable String mime,
            long bytes,
            AssetHash hash,
            String file,
            @Nullable String url) implements Asset {
        /**
         * Checks that nothing is missing.
         *
         * @param id its id
         * @param mime the media type, or null
         * @param bytes the length
         * @param hash the hash
         * @param file its name
         * @param url where it is from, or null
         */
        public Embedded {
            Objects.requireNonNull(id, "An embedded asset needs an id; references name it by that");
            Objects.requireNonNull(hash, "An embedded asset needs a hash; the reader compares it");
            Objects.requireNonNull(file, "An embedded asset needs a file; the name of an entry of the package");
        }
    }

    /**
     * An asset that stays on the web.
     *
     * @param id its id
     * @param mime the media type, or null
     * @param bytes the length, or null
     * @param hash the hash, or null
     * @param url where it is
     */
    public record Linked(
            String id,
            @Nullable String mime,
            @Nullable Long bytes,
            @Nullable AssetHash hash,
            String url) implements Asset {
        /**
         * Checks that nothing is missing.
         *
         * @param id its id
         * @param mime the media type, or null
         * @param bytes the length, or null
         * @param hash the hash, or null
         * @param url where it is
         */
        public Linked {
            Objects.requireNonNull(id, "An asset on the web needs an id");
            Objects.requireNonNull(url, "An asset on the web needs a URL");
        }
    }

    /**
     * Looks up an asset whose bytes are in the package.
     *
     * @param id its id
     * @return the asset, or empty if there is none
     */
    public Optional<Embedded> embedded(String id) {
        Objects.requireNonNull(id, "An id is needed; references of the kind embedded hold one");
        return assets.stream()
                .filter(Embedded.class::isInstance)
                .map(Embedded.class::cast)
                .filter(asset -> asset.id().equals(id))
                .findFirst();
    }

    /**
     * The document.
     *
     * @return an object as the schema has it
     */
    public Json toJson() {
        return ManifestJson.write(this);
    }

    /**
     * Reads a document.
     *
     * @param document an object as the schema has it; members that are not known are passed over
     * @return the manifest
     * @throws PackageFormatException if it is of another version, or not what the schema demands
     */
    public static PackageManifest read(Json document) {
        return ManifestJson.read(Objects.requireNonNull(document, "A document is needed; it is the manifest's JSON"));
    }
}
