package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.graph.AssetHash;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;

/** An asset's bytes, whose end is given only if length and hash are what the manifest says. */
final class VerifiedStream extends InputStream {
    private final InputStream in;
    private final PackageManifest.Embedded asset;
    private final MessageDigest digest = Hashes.sha256();
    private final byte[] head = new byte[Archives.HEAD];
    private final boolean archives;
    private long read;
    private boolean looked;
    private boolean verified;

    VerifiedStream(InputStream in, PackageManifest.Embedded asset, boolean archives) {
        this.in = in;
        this.asset = asset;
        this.archives = archives;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int count = in.read(target, offset, length);
        if (count < 0) {
            verify();
            return count;
        }
        if (read < head.length) {
            System.arraycopy(target, offset, head, (int) read, (int) Math.min(count, head.length - read));
        }
        digest.update(target, offset, count);
        read += count;
        if (read >= head.length) {
            look(head.length);
        }
        return count;
    }

    private void look(int length) {
        if (!looked && !archives) {
            Archives.checkHead(asset, HexFormat.of().formatHex(head, 0, length));
        }
        looked = true;
    }

    private void verify() {
        if (verified) {
            return;
        }
        look((int) Math.min(read, head.length));
        AssetHash hash = AssetHash.of(digest);
        if (!hash.equals(asset.hash())) {
            throw Refusal.of(
                    Code.HASH_MISMATCH,
                    "The file " + Refusal.quoted(asset.file()) + " has the hash " + hash + ", but the manifest says "
                            + asset.hash());
        }
        verified = true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
