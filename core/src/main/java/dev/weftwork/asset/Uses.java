package dev.weftwork.asset;

import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StoredAsset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who refers to what, asked of everybody who said that they do. */
final class Uses {
    private final List<AssetReferrer> referrers = new CopyOnWriteArrayList<>();

    /** What was said at one moment, by hash where the reference has one, and by name. */
    record Found(Map<String, List<AssetUse>> byHash, Map<String, List<AssetUse>> byKey, List<AssetUse> ofAny) {
        List<AssetUse> of(StoredAsset asset) {
            List<AssetUse> uses = new ArrayList<>();
            if (asset.hash() != null) {
                uses.addAll(byHash.getOrDefault(asset.hash().hex(), List.of()));
            }
            uses.addAll(byKey.getOrDefault(asset.key().toString(), List.of()));
            uses.addAll(ofAny);
            return uses.stream().distinct().toList();
        }
    }

    AssetStorage.Registration add(AssetReferrer referrer) {
        referrers.add(referrer);
        return () -> referrers.remove(referrer);
    }

    Found all() {
        Found found = new Found(new HashMap<>(), new HashMap<>(), new ArrayList<>());
        AssetReferrer.Visitor noting = new AssetReferrer.Visitor() {
            @Override
            public void refers(AssetRef ref, AssetUse use) {
                note(ref, use, found);
            }

            @Override
            public void mayReferToAnything(AssetUse use) {
                found.ofAny().add(use);
            }
        };
        referrers.forEach(referrer -> referrer.references(noting));
        return found;
    }

    /** A reference whose hash is known speaks of that content; its name may belong to other content here. */
    private static void note(AssetRef ref, AssetUse use, Found found) {
        if (ref.hash().isPresent()) {
            put(found.byHash(), ref.hash().get().hex(), use);
        } else {
            AssetKey.endOf(ref.locator()).ifPresent(key -> put(found.byKey(), key.toString(), use));
        }
    }

    private static void put(Map<String, List<AssetUse>> uses, String name, AssetUse use) {
        uses.computeIfAbsent(name, unused -> new ArrayList<>()).add(use);
    }
}
