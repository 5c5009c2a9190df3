package dev.weftwork.asset;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings over what has come of downloads, once all assets have moved. A part that somebody works on follows when it is
 * whole. What fails costs nothing but to fetch it once more.
 */
final class PartsMoving {
    private static final Logger LOG = LoggerFactory.getLogger(MovableAssets.class);
    private static final int PIECE = 64 << 10;

    private PartsMoving() {}

    static void move(AssetAdapter from, AssetAdapter to) {
        try {
            for (AssetHash hash : from.drafts()) {
                Optional<AssetDraft> part = from.draft(hash);
                if (part.isPresent()) {
                    move(hash, part.get(), to);
                }
            }
        } catch (IOException | StorageException e) {
            LOG.atInfo().log("What had come of downloads stays in the old place: {}", e.getMessage());
        }
    }

    private static void move(AssetHash hash, AssetDraft part, AssetAdapter to) throws IOException {
        try (part) {
            Optional<AssetDraft> other = to.find(hash).isPresent() ? Optional.empty() : to.draft(hash);
            if (other.isPresent()) {
                copy(part, other.get());
            }
            part.discard();
        }
    }

    private static void copy(AssetDraft part, AssetDraft other) throws IOException {
        try (other;
                InputStream content = part.open()) {
            byte[] piece = new byte[PIECE];
            boolean fresh = other.length() == 0;
            for (int n = fresh ? content.read(piece) : -1; n >= 0; n = content.read(piece)) {
                other.append(ByteBuffer.wrap(piece, 0, n));
            }
        }
    }
}
