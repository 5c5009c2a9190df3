package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetDraft;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.store.Store;
import dev.weftwork.testkit.AssetAdapterContract;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
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
    void aPartThatWasOpenWhenItsPlaceWasClosedIsGoneOnWithByAnother() throws IOException {
        AssetHash hash = new AssetHash("ab".repeat(32));
        SqliteAssets first = SqliteAssets.at(directory.resolve("studio.db"));
        AssetDraft part = first.draft(hash).orElseThrow();
        part.append(ByteBuffer.wrap(new byte[2 << 20]));

        first.close();

        try (AssetAdapter second = open()) {
            try (AssetDraft again = second.draft(hash).orElseThrow()) {
                assertThat(again.length()).isEqualTo(2 << 20);
            }
            assertThatThrownBy(part::close).hasMessageContaining("was closed");
            assertThat(second.draft(hash)).isPresent();
        }
    }

    @Test
    void aFileThatCannotBePreparedIsNotKeptOpen() throws Exception {
        Path file = directory.resolve("studio.db");
        try (SqliteStorage storage = SqliteStorage.at(file)) {
            assertThat(storage.head()).isZero();
        }
        try (Session session = Session.open(file, false, Duration.ofSeconds(5))) {
            session.run("DROP TABLE assets");
        }
        try (SqliteAssets assets = SqliteAssets.at(file)) {
            assertThatThrownBy(assets::drafts).hasMessageContaining("damaged");
        }

        assertThat(DatabaseFiles.log(file)).as("the last one out removes it").doesNotExist();
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

    @Test
    void whatHasComeOfADownloadIsGoneOnWithByteByByteAndSurvivesASweep() throws IOException {
        byte[] film = new byte[3_500_000];
        new Random(7).nextBytes(film);
        AssetHash hash = hash(film);
        int[] cuts = {0, 1, 1_048_575, 1_048_577, 2_097_152, 2_097_152, 3_499_999, film.length};
        for (int i = 0; i + 1 < cuts.length; i++) {
            try (AssetAdapter assets = open();
                    AssetDraft part = assets.draft(hash).orElseThrow()) {
                assertThat(part.length()).isEqualTo(cuts[i]);
                part.append(ByteBuffer.wrap(film, cuts[i], cuts[i + 1] - cuts[i]));
                try (InputStream here = part.open()) {
                    assertThat(here.readAllBytes()).isEqualTo(Arrays.copyOf(film, cuts[i + 1]));
                }
            }
        }
        try (AssetAdapter assets = open()) {
            assets.sweep();
            try (AssetDraft part = assets.draft(hash).orElseThrow()) {
                part.finish(new NewAsset(AssetKey.of("video", hash), hash, 1));
            }
            assertThat(assets.drafts()).isEmpty();
            assertThat(assets.open(AssetKey.of("video", hash), 0).orElseThrow()).hasBinaryContent(film);
            assertThat(assets.open(AssetKey.of("video", hash), 2_000_000).orElseThrow())
                    .hasBinaryContent(Arrays.copyOfRange(film, 2_000_000, film.length));
        }
    }

    @Test
    void whatADeadProcessWasFetchingIsGoneOnWithAndWhatALiveOneFetchesIsLeftAlone() throws Exception {
        byte[] fox = {'f', 'o', 'x'};
        AssetHash hash = hash(fox);
        try (AssetAdapter assets = open()) {
            AssetDraft part = assets.draft(hash).orElseThrow();
            part.append(ByteBuffer.wrap(fox, 0, 2));
            try (AssetAdapter other = open()) {
                assertThat(other.draft(hash)).isEmpty();
            }
            part.close();
        }
        try (Session session = Session.open(directory.resolve("studio.db"), false, Duration.ofSeconds(5))) {
            String place = PartTable.place(session, hash).orElseThrow();
            // the number of this process, which began at another time
            PartTable.own(session, place, ProcessHandle.current().pid() + " 1999-12-31T23:59:59Z x");
        }
        try (AssetAdapter assets = open();
                AssetDraft part = assets.draft(hash).orElseThrow()) {
            assertThat(part.length()).isEqualTo(2);
        }
    }

    @Test
    void aLiveProcessKeepsWhatItFetchesAlsoIfTheClockWasPutRightMeanwhile() throws Exception {
        AssetHash hash = hash(new byte[] {'f', 'o', 'x'});
        try (AssetAdapter assets = open();
                AssetDraft part = assets.draft(hash).orElseThrow()) {
            part.append(ByteBuffer.wrap(new byte[] {'f'}));
        }
        try (Session session = Session.open(directory.resolve("studio.db"), false, Duration.ofSeconds(5))) {
            String place = PartTable.place(session, hash).orElseThrow();
            Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
            // as another process that lives reckons it
            PartTable.own(session, place, ProcessHandle.current().pid() + " " + began.plusSeconds(2) + " x");
        }
        try (AssetAdapter other = open()) {
            assertThat(other.draft(hash)).isEmpty();
        }
    }

    private static AssetHash hash(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes);
            return AssetHash.of(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
