package dev.weftwork.store;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetKey;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What packages need of assets, from an asset storage; content that is older than its putting was here before. */
record StoredAssets(Supplier<AssetStorage> assets, LongSupplier wallMillis) implements PackageAssets {
    private static final String ANY = "any";

    @Override
    public Optional<AssetRef> find(AssetHash hash) {
        AssetFacts facts = new AssetFacts(null, null, hash, AssetFacts.NONE.rest());
        return assets.get().stat(new AssetRef.Embedded(ANY, facts)).map(AssetInfo::ref);
    }

    @Override
    public Optional<InputStream> open(AssetRef ref) {
        return assets.get().get(ref);
    }

    @Override
    public Kept put(InputStream content, Asked asked) throws IOException {
        long began = wallMillis.getAsLong();
        String id = asked.id() != null && AssetKey.isName(asked.id()) ? asked.id() : null;
        AssetRef put = assets.get().put(content, new AssetOptions(asked.mime(), id, null, asked.hash()));
        long createdAt = assets.get().stat(put).map(AssetInfo::createdAt).orElse(began);
        return new Kept(put, createdAt >= began);
    }

    @Override
    public AssetStorage.Registration keep(AssetHash hash) {
        return assets.get().keep(hash);
    }

    @Override
    public void delete(AssetRef ref) {
        AssetDeletion unused = assets.get().delete(ref);
    }
}
