package dev.weftwork.graph;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * Where a large binary is that a graph speaks of. The binary itself is never in the graph: a field holds the JSON of a
 * reference, an object whose {@code kind} is one of five words, so that data from a browser opens as it is.
 *
 * <p>A reference stays what it was when the content moves, be it to another directory, into a database or to another
 * device: with a hash the content is found wherever it is. Immutable.
 */
public sealed interface AssetRef {
    /** {@return the word that tells the five apart in JSON} */
    String kind();

    /** {@return what leads to the content: a URL, a path, a handle, a key or an id, by kind} */
    String locator();

    /** {@return what is said about the content} */
    AssetFacts facts();

    /**
     * The same place with other facts.
     *
     * @param facts what is said about the content
     * @return the reference
     */
    AssetRef with(AssetFacts facts);

    /** {@return the media type, if it is known} */
    default Optional<String> mime() {
        return Optional.ofNullable(facts().mime());
    }

    /** {@return the length in bytes, if it is known} */
    default OptionalLong bytes() {
        Long bytes = facts().bytes();
        return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    /** {@return the hash of the content, if it is known} */
    default Optional<AssetHash> hash() {
        return Optional.ofNullable(facts().hash());
    }

    /** {@return the object that a field holds, with every member that the reference was read with} */
    default Json toJson() {
        return AssetRefJson.write(this);
    }

    /**
     * Reads a reference.
     *
     * @param value any value
     * @return the reference, or empty if the value is none
     */
    static Optional<AssetRef> read(Json value) {
        return AssetRefJson.read(Objects.requireNonNull(value, "A value is needed; use Json.NULL for none"));
    }

    /**
     * All references within a value, however deep, in the order of the text.
     *
     * @param value any value
     * @return the references, unmodifiable
     */
    static List<AssetRef> allIn(Json value) {
        return AssetRefScan.in(Objects.requireNonNull(value, "A value is needed; use Json.NULL for none"));
    }

    /**
     * A value with each reference within it replaced; what holds no reference keeps its exact text.
     *
     * @param value any value
     * @param change gives the reference to put in the place of one, or that very one
     * @return the value; this very value if nothing was replaced
     */
    static Json replaceIn(Json value, UnaryOperator<AssetRef> change) {
        Objects.requireNonNull(value, "A value is needed; use Json.NULL for none");
        Objects.requireNonNull(change, "A callback is needed; UnaryOperator.identity() changes nothing");
        return AssetRefScan.replace(value, change);
    }

    /**
     * Content on the web, which is fetched only when somebody asks for it.
     *
     * @param url where
     * @param facts what is said about it
     */
    record Url(String url, AssetFacts facts) implements AssetRef {
        /** The word in JSON. */
        public static final String KIND = "url";

        /**
         * Checks that nothing is missing.
         *
         * @param url where
         * @param facts what is said about it
         */
        public Url {
            AssetRefJson.require(url, facts);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String locator() {
            return url;
        }

        @Override
        public AssetRef with(AssetFacts other) {
            return new Url(url, other);
        }
    }

    /**
     * Content in the directory that the library manages; in a browser, in the origin's private file system.
     *
     * @param path from the root of the directory, such as {@code assets/image/9f86…}
     * @param facts what is said about it
     */
    record Opfs(String path, AssetFacts facts) implements AssetRef {
        /** The word in JSON. */
        public static final String KIND = "opfs";

        /**
         * Checks that nothing is missing.
         *
         * @param path from the root of the directory
         * @param facts what is said about it
         */
        public Opfs {
            AssetRefJson.require(path, facts);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String locator() {
            return path;
        }

        @Override
        public AssetRef with(AssetFacts other) {
            return new Opfs(path, other);
        }
    }

    /**
     * Content in a directory that the user chose.
     *
     * @param handleId the handle of the directory, a slash, and the path within it; whatever it is when another program
     *     wrote it
     * @param facts what is said about it
     */
    record FsHandle(String handleId, AssetFacts facts) implements AssetRef {
        /** The word in JSON. */
        public static final String KIND = "fs-handle";

        /**
         * Checks that nothing is missing.
         *
         * @param handleId the handle
         * @param facts what is said about it
         */
        public FsHandle {
            AssetRefJson.require(handleId, facts);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String locator() {
            return handleId;
        }

        @Override
        public AssetRef with(AssetFacts other) {
            return new FsHandle(handleId, other);
        }
    }

    /**
     * Content in a table of blobs.
     *
     * @param blobKey its key there
     * @param facts what is said about it
     */
    record Idb(String blobKey, AssetFacts facts) implements AssetRef {
        /** The word in JSON. */
        public static final String KIND = "idb";

        /**
         * Checks that nothing is missing.
         *
         * @param blobKey its key
         * @param facts what is said about it
         */
        public Idb {
            AssetRefJson.require(blobKey, facts);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String locator() {
            return blobKey;
        }

        @Override
        public AssetRef with(AssetFacts other) {
            return new Idb(blobKey, other);
        }
    }

    /**
     * Content in the same package; only there.
     *
     * @param id its id in the manifest
     * @param facts what is said about it
     */
    record Embedded(String id, AssetFacts facts) implements AssetRef {
        /** The word in JSON. */
        public static final String KIND = "embedded";

        /**
         * Checks that nothing is missing.
         *
         * @param id its id
         * @param facts what is said about it
         */
        public Embedded {
            AssetRefJson.require(id, facts);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public String locator() {
            return id;
        }

        @Override
        public AssetRef with(AssetFacts other) {
            return new Embedded(id, other);
        }
    }
}
