package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.store.Store;
import dev.weftwork.testkit.AssetAdapterContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Assets in the table of blobs keep the contract, also in the file of a store. */
final class SqliteAssetsTest extends AssetAdapterContract {
    @TempDir
    Path directory;

    @Override
    public AssetAdapter open() {
        return SqliteAssets.at(directory.resolve("studio.db"));
    }

    @Test
    void aStoreAndItsAssetsShareOneFile() throws IOException {
        Path file = directory.resolve("studio.db");
        byte[] bytes = {1, 2, 3};
        try (Store store = Store.builder()
                .storage(SqliteStorage.at(file))
                .assets(SqliteAssets.at(file))
                .open()) {
            AssetRef ref = store.assets().put(new ByteArrayInputStream(bytes), "image/png");
            var poster = store.createWorkflow("Poster");
            store.edit(poster.id(), draft -> draft.ext("cover", ref.toJson())).awaitDurable();
        }
        try (Store store = Store.builder()
                .storage(SqliteStorage.at(file))
                .assets(SqliteAssets.at(file))
                .open()) {
            var poster = store.workflow(store.workflows().get(0).id());
            AssetRef ref = AssetRef.read(poster.ext().get("cover")).orElseThrow();
            try (InputStream content = store.assets().get(ref).orElseThrow()) {
                assertThat(content.readAllBytes()).isEqualTo(bytes);
            }
        }
    }

    @Test
    void whatAKilledUploadLeftIsSweptAfterADay() throws Exception {
        Path file = directory.resolve("studio.db");
        byte[] fox = {'f', 'o', 'x'};
        try (SqliteAssets assets = SqliteAssets.at(file)) {
            AssetRef ref = AssetStorage.on(assets, () -> 0).put(new ByteArrayInputStream(fox), AssetOptions.NONE);
            try (Session session = Session.open(file, false, Duration.ofSeconds(5))) {
                String left = "INSERT INTO blobs(key, bytes) VALUES ('";
                session.run(left + AssetTable.placeAt(1_000) + "-long-ago/0', x'00')");
                session.run(left + AssetTable.placeAt(System.currentTimeMillis()) + "-now/0', x'00')");
                assets.sweep();

                assertThat(session.number("SELECT count(*) FROM blobs")).isEqualTo(2);
                assertThat(session.number("SELECT count(*) FROM blobs WHERE key LIKE '%long-ago%'"))
                        .isZero();
            }
            assertThat(AssetStorage.on(assets, () -> 0).verify(ref)).contains(true);
        }
    }
}
