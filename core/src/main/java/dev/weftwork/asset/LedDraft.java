package dev.weftwork.asset;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A draft of a place that stands behind another, which has a say in how it is finished. As safe for threads as the draft. */
final class LedDraft implements AssetDraft {
    private final AssetDraft draft;
    private final Finish finish;

    /** Makes an asset of a draft. */
    interface Finish {
        StoredAsset finish(AssetDraft draft, NewAsset wished) throws IOException;
    }

    LedDraft(AssetDraft draft, Finish finish) {
        this.draft = draft;
        this.finish = finish;
    }

    /** Makes an asset of what came to one place in another, and takes the part away. */
    static StoredAsset carry(AssetDraft draft, AssetAdapter to, NewAsset wished) throws IOException {
        StoredAsset stored = to.put(out -> {
            try (InputStream part = draft.open()) {
                long unused = part.transferTo(out);
            }
            return wished;
        });
        draft.discard();
        return stored;
    }

    @Override
    public long length() {
        return draft.length();
    }

    @Override
    public InputStream open() throws IOException {
        return draft.open();
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
        draft.append(bytes);
    }

    @Override
    public StoredAsset finish(NewAsset wished) throws IOException {
        return finish.finish(draft, wished);
    }

    @Override
    public void discard() throws IOException {
        draft.discard();
    }

    @Override
    public void close() throws IOException {
        draft.close();
    }
}
