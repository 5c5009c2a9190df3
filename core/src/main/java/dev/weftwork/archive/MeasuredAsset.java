package dev.weftwork.archive;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An asset that goes into a package, read once to know its length, hash and checksum: an archive says them before the
 * bytes.
 *
 * @param id its id in the package
 * @param file its name in the package
 * @param mime its media type, or null
 * @param bytes its length
 * @param hash the hash of its bytes
 * @param crc their checksum
 * @param url where it is from, or null
 * @param ref names it where it is taken from
 * @param source opens it
 */
record MeasuredAsset(
        String id,
        String file,
        @Nullable String mime,
        long bytes,
        AssetHash hash,
        long crc,
        @Nullable String url,
        AssetRef ref,
        AssetSource source) {
    private static final int CHUNK = 64 << 10;

    InputStream open() throws IOException {
        return source.open(ref);
    }

    PackageManifest.Embedded entry() {
        return new PackageManifest.Embedded(id, mime, bytes, hash, file, url);
    }

    /** What reading an asset tells; its first bytes in hexadecimal digits. */
    record Content(long bytes, AssetHash hash, long crc, String head) {
        static Content measure(AssetRef ref, AssetSource source) throws IOException {
            MessageDigest digest = Hashes.sha256();
            CRC32 crc = new CRC32();
            byte[] head = new byte[Archives.HEAD];
            long bytes = 0;
            try (InputStream in = source.open(ref)) {
                byte[] chunk = new byte[CHUNK];
                for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                    if (bytes < head.length) {
                        System.arraycopy(chunk, 0, head, (int) bytes, (int) Math.min(read, head.length - bytes));
                    }
                    digest.update(chunk, 0, read);
                    crc.update(chunk, 0, read);
                    bytes += read;
                }
            }
            String first = HexFormat.of().formatHex(head, 0, (int) Math.min(bytes, head.length));
            return new Content(bytes, AssetHash.of(digest), crc.getValue(), first);
        }
    }
}
