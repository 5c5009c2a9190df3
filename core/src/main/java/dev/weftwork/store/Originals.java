package dev.weftwork.store;

import dev.weftwork.archive.PackageAssets;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.UrlFetcher;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Brings assets from the web into a storage, each once. Confined to one export or import. */
final class Originals {
    private final PackageAssets assets;
    private final @Nullable UrlFetcher fetcher;
    private final Map<String, PackageAssets.Kept> fetched = new HashMap<>();

    Originals(PackageAssets assets, @Nullable UrlFetcher fetcher) {
        this.assets = assets;
        this.fetcher = fetcher;
    }

    /** Whether anybody asked for them. */
    boolean wanted() {
        return fetcher != null;
    }

    /** What was fetched. */
    Collection<PackageAssets.Kept> fetched() {
        return fetched.values();
    }

    /** A reference to the content as it lies here, fetched if it is not here yet. */
    AssetRef local(AssetRef.Url url) throws IOException {
        Optional<AssetRef> known =
                url.hash().isPresent() ? assets.find(url.hash().get()) : Optional.empty();
        if (known.isPresent()) {
            return known.get();
        }
        PackageAssets.Kept before = fetched.get(url.url());
        if (before != null) {
            return before.ref();
        }
        UrlFetcher from = Objects.requireNonNull(fetcher, "nobody asked for originals");
        PackageAssets.Kept put = from.fetch(address(url), (mime, body) -> {
            String type = url.mime().orElse(mime);
            return assets.put(
                    body, new PackageAssets.Asked(type, null, url.hash().orElse(null)));
        });
        fetched.put(url.url(), put);
        return put.ref();
    }

    private static URI address(AssetRef.Url url) throws IOException {
        try {
            return new URI(url.url());
        } catch (URISyntaxException e) {
            throw new IOException("'" + url.url() + "' is no address; correct it in the workflow", e);
        }
    }
}
