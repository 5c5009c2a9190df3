package dev.weftwork.graph;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** References to and from JSON. A member that is not understood stays among the rest, so that it is written again. */
final class AssetRefJson {
    private static final String KIND = "kind";
    private static final String MIME = "mime";
    private static final String BYTES = "bytes";
    private static final String HASH = "hash";

    private AssetRefJson() {}

    static Optional<AssetRef> read(Json value) {
        if (value.kind() != Json.Kind.OBJECT) {
            return Optional.empty();
        }
        Map<String, Json> members = new LinkedHashMap<>(value.toMap());
        String kind = text(members.remove(KIND));
        String name = kind == null ? null : nameOfLocator(kind);
        String locator = name == null ? null : text(members.remove(name));
        return kind == null || locator == null ? Optional.empty() : Optional.of(of(kind, locator, facts(members)));
    }

    static Json write(AssetRef ref) {
        AssetFacts facts = ref.facts();
        Map<String, Json> members = new LinkedHashMap<>();
        members.put(KIND, Json.of(ref.kind()));
        members.put(Objects.requireNonNull(nameOfLocator(ref.kind())), Json.of(ref.locator()));
        if (facts.mime() != null) {
            members.put(MIME, Json.of(facts.mime()));
        }
        if (facts.bytes() != null) {
            members.put(BYTES, Json.of(facts.bytes()));
        }
        if (facts.hash() != null) {
            members.put(HASH, Json.of(facts.hash().toString()));
        }
        facts.rest().members().forEach(member -> members.putIfAbsent(member.key(), member.value()));
        return Json.of(members);
    }

    static void require(@Nullable String locator, @Nullable AssetFacts facts) {
        Objects.requireNonNull(locator, "A place is needed; it is what leads to the content");
        Objects.requireNonNull(facts, "Facts are needed; use AssetFacts.NONE if nothing is known");
    }

    private static @Nullable String nameOfLocator(String kind) {
        return switch (kind) {
            case AssetRef.Url.KIND -> "url";
            case AssetRef.Opfs.KIND -> "path";
            case AssetRef.FsHandle.KIND -> "handleId";
            case AssetRef.Idb.KIND -> "blobKey";
            case AssetRef.Embedded.KIND -> "id";
            default -> null;
        };
    }

    private static AssetRef of(String kind, String locator, AssetFacts facts) {
        return switch (kind) {
            case AssetRef.Url.KIND -> new AssetRef.Url(locator, facts);
            case AssetRef.Opfs.KIND -> new AssetRef.Opfs(locator, facts);
            case AssetRef.FsHandle.KIND -> new AssetRef.FsHandle(locator, facts);
            case AssetRef.Idb.KIND -> new AssetRef.Idb(locator, facts);
            default -> new AssetRef.Embedded(locator, facts);
        };
    }

    private static AssetFacts facts(Map<String, Json> members) {
        String mime = text(members.get(MIME));
        if (mime != null) {
            members.remove(MIME);
        }
        Long bytes = length(members.get(BYTES));
        if (bytes != null) {
            members.remove(BYTES);
        }
        String written = text(members.get(HASH));
        AssetHash hash = written == null ? null : AssetHash.read(written).orElse(null);
        if (hash != null) {
            members.remove(HASH);
        }
        return new AssetFacts(mime, bytes, hash, members.isEmpty() ? Json.EMPTY_OBJECT : Json.of(members));
    }

    private static @Nullable String text(@Nullable Json value) {
        return value == null || value.kind() != Json.Kind.STRING ? null : value.asString();
    }

    /** A length in its plain spelling; any other, such as 1e3, is kept as it came. */
    private static @Nullable Long length(@Nullable Json value) {
        if (value == null || !value.text().matches("0|[1-9][0-9]{0,17}")) {
            return null;
        }
        return Long.valueOf(value.text());
    }
}
