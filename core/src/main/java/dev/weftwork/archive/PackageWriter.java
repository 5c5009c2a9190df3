package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes the entries of a package. Nothing is compressed: media are already, and what compression gives depends on the
 * machine, while equal input shall give equal bytes everywhere. Every entry bears one fixed time.
 */
final class PackageWriter {
    /** The name of the workflow's document in packages that this library writes. */
    static final String WORKFLOW_FILE = "workflow.json";

    /** The directory of assets. */
    static final String ASSETS = "assets/";

    private static final int CHUNK = 64 << 10;
    /** Near the earliest time that ZIP has, which itself stands for all times before it. ZIP times know no zone. */
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private final ZipArchiveOutputStream zip;
    private final long time =
            FIXED_TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();

    private PackageWriter(OutputStream out) {
        this.zip = new ZipArchiveOutputStream(new Unclosed(out));
        zip.setMethod(ZipEntry.STORED);
        zip.setUseZip64(Zip64Mode.AsNeeded);
    }

    /** Writes a package; the stream is flushed, not closed. */
    static void write(OutputStream out, PackageManifest manifest, String workflow, Map<String, MeasuredAsset> assets)
            throws IOException {
        PackageWriter writer = new PackageWriter(out);
        writer.text(PackageManifest.FILE, manifest.toJson().text());
        writer.text(WORKFLOW_FILE, workflow);
        for (MeasuredAsset asset : assets.values()) {
            writer.asset(asset);
        }
        writer.zip.finish();
        writer.zip.flush();
    }

    private void text(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        begin(name, bytes.length, crc.getValue());
        zip.write(bytes);
        zip.closeArchiveEntry();
    }

    private void asset(MeasuredAsset asset) throws IOException {
        begin(asset.file(), asset.bytes(), asset.crc());
        CRC32 crc = new CRC32();
        long written = 0;
        try (InputStream in = asset.open()) {
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0 && written <= asset.bytes(); read = in.read(chunk)) {
                written += read;
                if (written <= asset.bytes()) {
                    crc.update(chunk, 0, read);
                    zip.write(chunk, 0, read);
                }
            }
        }
        if (written != asset.bytes() || crc.getValue() != asset.crc()) {
            throw new PackageFormatException(
                    Code.ASSET_MISSING,
                    "The asset " + Refusal.quoted(asset.id()) + " changed while it was exported",
                    "Export again when nobody writes to it");
        }
        zip.closeArchiveEntry();
    }

    private void begin(String name, long size, long crc) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(Objects.requireNonNull(name, "an entry has a name"));
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        entry.setTime(time);
        zip.putArchiveEntry(entry);
    }

    /** Keeps the caller's stream open. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
