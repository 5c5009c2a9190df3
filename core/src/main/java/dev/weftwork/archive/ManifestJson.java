package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonObjectBuilder;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The manifest to and from its JSON. */
final class ManifestJson {
    private static final String VERSION = "packageVersion";
    private static final String EMBEDDED = "embedded";
    private static final String LINKED = "url";
    private static final String SHA256 = "sha256-";
    private static final int SHA256_BYTES = 32;

    private ManifestJson() {}

    static Json write(PackageManifest manifest) {
        return Json.object()
                .put(VERSION, PackageManifest.VERSION)
                .put(
                        "app",
                        Json.object()
                                .put("name", manifest.app().name())
                                .put("version", manifest.app().version())
                                .build())
                .put("createdAt", manifest.createdAt().toString())
                .put(
                        "workflow",
                        Json.object()
                                .put("id", manifest.workflow().id())
                                .put("file", manifest.workflow().file())
                                .put("name", manifest.workflow().name())
                                .build())
                .put(
                        "assets",
                        manifest.assets().stream().map(ManifestJson::asset).toList())
                .build();
    }

    private static Json asset(PackageManifest.Asset asset) {
        JsonObjectBuilder out = Json.object().put("id", asset.id());
        if (asset instanceof PackageManifest.Embedded embedded) {
            out.put("origin", EMBEDDED);
            putIfKnown(out, "mime", embedded.mime());
            out.put("bytes", embedded.bytes()).put("hash", embedded.hash().toString());
            out.put("file", embedded.file());
            putIfKnown(out, "url", embedded.url());
        } else if (asset instanceof PackageManifest.Linked linked) {
            out.put("origin", LINKED);
            putIfKnown(out, "mime", linked.mime());
            putIfKnown(out, "bytes", linked.bytes());
            putIfKnown(out, "hash", linked.hash() == null ? null : linked.hash().toString());
            out.put("url", linked.url());
        }
        return out.build();
    }

    private static void putIfKnown(JsonObjectBuilder out, String key, @Nullable Object value) {
        if (value != null) {
            out.put(key, value);
        }
    }

    static PackageManifest read(Json document) {
        ManifestPart root = new ManifestPart("The manifest", document);
        checkVersion(root);
        ManifestPart app = root.part("app");
        ManifestPart workflow = root.part("workflow");
        List<PackageManifest.Asset> assets = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (ManifestPart part : root.parts("assets")) {
            PackageManifest.Asset asset = asset(part);
            if (!ids.add(asset.id())) {
                throw part.invalid("has the id of another asset, " + Refusal.quoted(asset.id()));
            }
            assets.add(asset);
        }
        return new PackageManifest(
                new PackageManifest.App(app.text("name"), app.text("version")),
                time(root),
                new PackageManifest.WorkflowPart(workflow.text("id"), workflow.text("file"), workflow.text("name")),
                assets);
    }

    private static void checkVersion(ManifestPart root) {
        Json version = root.find(VERSION);
        if (version == null) {
            throw new PackageFormatException(
                    Code.VERSION_MISSING,
                    "The manifest does not say which packageVersion it is of",
                    "Export the package anew with a program that writes version " + PackageManifest.VERSION);
        }
        if (!version.text().equals(Integer.toString(PackageManifest.VERSION))) {
            throw new PackageFormatException(
                    Code.VERSION_UNSUPPORTED,
                    "The package is of version " + Refusal.quoted(version.text()) + "; version "
                            + PackageManifest.VERSION + " is understood",
                    "Update this program, or export the package in version " + PackageManifest.VERSION);
        }
    }

    private static Instant time(ManifestPart root) {
        String text = root.text("createdAt");
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw root.invalid("has a createdAt that is no ISO time: " + Refusal.quoted(text));
        }
    }

    private static PackageManifest.Asset asset(ManifestPart part) {
        String origin = part.text("origin");
        return switch (origin) {
            case EMBEDDED ->
                new PackageManifest.Embedded(
                        part.text("id"),
                        part.textIfAny("mime"),
                        part.number("bytes"),
                        hash(part, part.text("hash")),
                        part.text("file"),
                        part.textIfAny("url"));
            case LINKED ->
                new PackageManifest.Linked(
                        part.text("id"),
                        part.textIfAny("mime"),
                        part.find("bytes") == null ? null : part.number("bytes"),
                        hashIfAny(part, part.textIfAny("hash")),
                        part.text("url"));
            default -> throw part.invalid("has the origin " + Refusal.quoted(origin) + "; embedded and url are known");
        };
    }

    private static @Nullable AssetHash hashIfAny(ManifestPart part, @Nullable String text) {
        return text == null ? null : hash(part, text);
    }

    /** Hexadecimal as this library writes it, or Base64 as web pages write hashes of their parts. */
    private static AssetHash hash(ManifestPart part, String text) {
        return AssetHash.read(text).orElseGet(() -> {
            byte[] digest = text.startsWith(SHA256) ? decoded(text.substring(SHA256.length())) : new byte[0];
            if (digest.length != SHA256_BYTES) {
                throw part.invalid("has a hash that is no SHA-256: " + Refusal.quoted(text));
            }
            return new AssetHash(HexFormat.of().formatHex(digest));
        });
    }

    private static byte[] decoded(String text) {
        try {
            return text.length() == 2 * SHA256_BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
