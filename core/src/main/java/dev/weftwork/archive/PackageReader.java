package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.graph.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A package that was opened, and found sound in all that can be told without reading every asset; what is left is told
 * when an asset is read. Names of entries are looked up, never used as places in a file system.
 *
 * <p>Closing is the business of whoever opened the channel. Confined to one thread; one stream may be open at a time.
 */
public final class PackageReader {
    private static final int MAX_MANIFEST = 16 << 20;

    private final ChannelBytes bytes;
    private final PackageLimits limits;
    private final Map<String, ZipEntryRange> entries = new LinkedHashMap<>();
    private final PackageManifest manifest;
    private final String workflow;

    private PackageReader(SeekableByteChannel channel, PackageLimits limits) throws IOException {
        this.limits = limits;
        this.bytes = new ChannelBytes(channel);
        ZipDirectory.read(bytes, limits).forEach(entry -> entries.put(entry.name(), entry));
        this.manifest = PackageManifest.read(manifestDocument());
        checkFiles();
        this.workflow = text(named(manifest.workflow().file()), limits.maxWorkflowBytes(), Code.WORKFLOW_INVALID);
    }

    /**
     * Opens a package: checks the archive, reads manifest and workflow, and compares what the manifest says with what
     * is there.
     *
     * @param channel holds the package, from its beginning to its end
     * @param limits how much is read before the package is refused
     * @return the package
     * @throws PackageFormatException if it is refused
     * @throws IOException if the channel cannot be read
     */
    public static PackageReader open(SeekableByteChannel channel, PackageLimits limits) throws IOException {
        Objects.requireNonNull(channel, "A channel is needed; it holds the package");
        Objects.requireNonNull(limits, "Limits are needed; use PackageLimits.DEFAULT");
        return new PackageReader(channel, limits);
    }

    /**
     * What the package says of itself.
     *
     * @return the manifest; each file that it names is there and has the length that it says
     */
    public PackageManifest manifest() {
        return manifest;
    }

    /**
     * The workflow's document.
     *
     * @return its text
     */
    public String workflow() {
        return workflow;
    }

    /**
     * Files in the package that the manifest does not name. Nothing of them is read.
     *
     * @return their names
     */
    public List<String> ignored() {
        Set<String> known =
                new HashSet<>(List.of(PackageManifest.FILE, manifest.workflow().file()));
        manifest.assets().forEach(asset -> {
            if (asset instanceof PackageManifest.Embedded embedded) {
                known.add(embedded.file());
            }
        });
        return entries.values().stream()
                .filter(entry -> !entry.directory() && !known.contains(entry.name()))
                .map(ZipEntryRange::name)
                .toList();
    }

    /**
     * Reads an asset.
     *
     * @param asset one of the manifest's
     * @return its bytes; the read that comes to their end throws {@link PackageFormatException} if they are not what
     *     the manifest says, so bytes count only when the end has been read
     */
    public InputStream read(PackageManifest.Embedded asset) {
        Objects.requireNonNull(asset, "An asset is needed; the manifest lists them");
        return new VerifiedStream(new EntryStream(bytes, named(asset.file())), asset, limits.nestedArchives());
    }

    private Json manifestDocument() throws IOException {
        ZipEntryRange entry = entries.get(PackageManifest.FILE);
        if (entry == null) {
            throw new PackageFormatException(
                    Code.MANIFEST_MISSING,
                    "The archive has no " + PackageManifest.FILE + " at its top",
                    "It is no package, or it was unpacked and packed again with a directory around it");
        }
        try {
            return Json.parse(text(entry, MAX_MANIFEST, Code.MANIFEST_INVALID));
        } catch (IllegalArgumentException e) {
            throw Refusal.of(Code.MANIFEST_INVALID, "The manifest is no JSON: " + e.getMessage(), e);
        }
    }

    private void checkFiles() {
        Set<String> files = new HashSet<>(List.of(PackageManifest.FILE));
        List<String> named = new ArrayList<>(List.of(manifest.workflow().file()));
        for (PackageManifest.Asset asset : manifest.assets()) {
            if (asset instanceof PackageManifest.Embedded embedded) {
                named.add(embedded.file());
                checkAsset(embedded);
            }
        }
        for (String name : named) {
            named(name);
            if (!files.add(name)) {
                throw Refusal.of(
                        Code.MANIFEST_INVALID, "The manifest names the file " + Refusal.quoted(name) + " twice");
            }
        }
    }

    private void checkAsset(PackageManifest.Embedded asset) {
        ZipEntryRange entry = named(asset.file());
        if (entry.size() != asset.bytes()) {
            throw Refusal.of(
                    Code.SIZE_MISMATCH,
                    "The file " + Refusal.quoted(asset.file()) + " has " + entry.size()
                            + " bytes, but the manifest says " + asset.bytes());
        }
        if (!limits.nestedArchives()) {
            Archives.checkNames(asset.file(), asset.mime());
        }
    }

    private ZipEntryRange named(String file) {
        ZipEntryRange entry = entries.get(file);
        if (entry == null || entry.directory()) {
            throw Refusal.of(
                    Code.FILE_MISSING,
                    "The manifest names the file " + Refusal.quoted(file) + ", which is not in the package");
        }
        return entry;
    }

    private String text(ZipEntryRange entry, int limit, Code notText) throws IOException {
        if (entry.size() > limit) {
            throw Refusal.limit(
                    Code.TOO_LARGE,
                    "The entry " + Refusal.quoted(entry.name()) + " has " + entry.size() + " bytes; at most " + limit
                            + " are read");
        }
        ByteArrayOutputStream held = new ByteArrayOutputStream((int) entry.size());
        try (InputStream in = new EntryStream(bytes, entry)) {
            in.transferTo(held);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(held.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Refusal.of(notText, "The entry " + Refusal.quoted(entry.name()) + " is not UTF-8", e);
        }
    }
}
