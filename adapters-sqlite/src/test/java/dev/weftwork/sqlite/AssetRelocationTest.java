package dev.weftwork.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetInfo;
import dev.weftwork.asset.AssetMove;
import dev.weftwork.asset.AssetMoveListener;
import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetPlaces;
import dev.weftwork.asset.DirectoryAssets;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Workflow;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All assets move from place to place under a store in use, and every reference leads to its content at every moment. */
final class AssetRelocationTest {
    private static final int COUNT = 6;
    private static final WorkflowId POSTER = WorkflowId.of("poster");

    @TempDir
    Path home;

    private Store store;

    /** A process that dies in the middle of a move. */
    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @BeforeEach
    void fill() throws IOException {
        open(managed());
        store.createWorkflow(POSTER, "Poster", draft -> {
            for (int i = 0; i < COUNT; i++) {
                draft.ext(
                        "picture-" + i,
                        put("picture " + i, i % 2 == 0 ? "picture-" + i : null).toJson());
            }
        });
        store.flush();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void open(AssetAdapter place) {
        store = Store.builder()
                .storage(SqliteStorage.at(home.resolve("studio.db")))
                .assets(place)
                .open();
    }

    private void reopen(AssetAdapter place) {
        store.close();
        open(place);
    }

    private AssetRef put(String text, String id) throws IOException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        AssetOptions options = AssetOptions.of("image/png");
        return store.assets().put(bytes, id == null ? options : options.id(id));
    }

    private DirectoryAssets managed() {
        return DirectoryAssets.at(home.resolve("managed"));
    }

    private AssetAdapter chosen() throws IOException {
        return DirectoryAssets.chosen("media", Files.createDirectories(home.resolve("chosen")));
    }

    private AssetAdapter table() {
        return SqliteAssets.at(home.resolve("studio.db"));
    }

    private AssetMove move(AssetAdapter to) {
        return store.relocateAssets(to, new AssetMoveListener() {
            @Override
            public void moved(int assets, int ofAssets, long bytes, long ofBytes) {
                assertAllIsThere();
            }

            @Override
            public void switching() {
                assertAllIsThere();
            }
        });
    }

    private List<AssetRef> refs() {
        Workflow poster = store.workflow(POSTER);
        return poster.ext().values().stream()
                .flatMap(value -> AssetRef.allIn(value).stream())
                .toList();
    }

    private void assertAllIsThere() {
        assertThat(refs()).hasSize(COUNT);
        Map<String, Boolean> whole = new TreeMap<>();
        refs().forEach(ref ->
                whole.put(ref.locator(), store.assets().verify(ref).orElse(false)));
        assertThat(whole).doesNotContainValue(false);
        assertThat(store.assets().list(AssetOrder.OLDEST_FIRST)).hasSize(COUNT);
    }

    private List<Path> filesIn(String directory) throws IOException {
        if (!Files.exists(home.resolve(directory))) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(home.resolve(directory))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMoveEndsAlsoWhileNewAssetsComeAsFastAsItCopies() throws IOException {
        List<AssetRef> fresh = new ArrayList<>();
        AssetMove answer = store.relocateAssets(table(), new AssetMoveListener() {
            @Override
            public void moved(int assets, int ofAssets, long bytes, long ofBytes) {
                try {
                    fresh.add(put("new " + fresh.size(), null));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });

        assertThat(answer).isInstanceOf(AssetMove.Moved.class);
        assertThat(fresh)
                .hasSizeGreaterThanOrEqualTo(COUNT)
                .allSatisfy(ref -> assertThat(store.assets().verify(ref)).contains(true));
        assertThat(filesIn("managed/assets")).isEmpty();
    }

    @Test
    void fromTheManagedDirectoryToAChosenOneToTheDatabaseAndBack() throws IOException {
        List<String> kinds = new ArrayList<>();
        for (AssetAdapter place : List.of(chosen(), table(), managed())) {
            assertThat(move(place)).isEqualTo(new AssetMove.Moved(COUNT, COUNT * 9L, List.of(), List.of(), 0));
            assertAllIsThere();
            kinds.add(put("picture 0", null).kind().toString());
        }

        assertThat(kinds).containsExactly("fs-handle", "idb", "opfs");
        assertThat(filesIn("chosen")).isEmpty();
        reopen(managed());
        assertAllIsThere();
    }

    @Test
    void oldCopiesGoWhenTheNewPlaceHasEverythingAndNotBefore() throws IOException {
        List<Integer> files = new ArrayList<>();
        AssetMove unused = store.relocateAssets(table(), new AssetMoveListener() {
            @Override
            public void switching() {
                try {
                    files.add(filesIn("managed/assets/image").size());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });

        assertThat(files).containsExactly(COUNT);
        assertThat(filesIn("managed")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 11, 12, 13})
    void aMoveThatIsKilledLosesNothingAndIsTakenUp(int steps) throws IOException {
        int[] left = {steps};
        boolean[] noted = {false};
        assertThatThrownBy(() -> store.relocateAssets(chosen(), new AssetMoveListener() {
                    @Override
                    public void moved(int assets, int ofAssets, long bytes, long ofBytes) {
                        die();
                    }

                    @Override
                    public void switching() {
                        noted[0] = true;
                        die();
                    }

                    private void die() {
                        left[0]--;
                        if (left[0] == 0) {
                            throw new Death();
                        }
                    }
                }))
                .isInstanceOf(left[0] > 0 ? AssertionError.class : Death.class);

        reopen(noted[0] ? chosen() : managed());
        assertAllIsThere();
        reopen(noted[0] ? AssetPlaces.layered(chosen(), managed()) : managed());
        assertThat(move(chosen())).isInstanceOf(AssetMove.Moved.class);
        assertAllIsThere();
        assertThat(filesIn("managed")).isEmpty();
    }

    @Test
    void aPlaceThatFailsStopsTheMoveAndTheSameCallGoesOn() throws IOException {
        Path blocked = Files.createDirectories(home.resolve("chosen/assets")).resolve("other");
        AssetRef film = store.assets().put(new ByteArrayInputStream(new byte[5]), AssetOptions.NONE);
        Files.writeString(blocked, "a file where a directory is to be");

        AssetMove stopped = store.relocateAssets(chosen(), AssetMoveListener.NONE);
        assertThat(stopped).isInstanceOf(AssetMove.Stopped.class);
        assertThat(((AssetMove.Stopped) stopped).why().remedy()).contains("once more");
        assertThat(refs()).allMatch(ref -> store.assets().verify(ref).orElse(false));
        Files.delete(blocked);

        AssetMove moved = store.relocateAssets(chosen(), AssetMoveListener.NONE);
        assertThat(moved).isInstanceOf(AssetMove.Moved.class);
        assertThat(stopped.assets() + moved.assets()).isEqualTo(COUNT + 1);
        assertThat(store.assets().verify(film)).contains(true);
    }

    @Test
    void aCopyThatLiesThereDamagedIsNotTrusted() throws IOException {
        AssetRef ref = refs().get(0);
        AssetKey key = AssetKey.endOf(ref.locator()).orElseThrow();
        AssetMove unused = store.relocateAssets(chosen(), AssetMoveListener.NONE);
        Path copy = home.resolve("chosen/assets/" + key);
        move(managed());
        Files.createDirectories(copy.getParent());
        Files.writeString(
                home.resolve("chosen/assets/image/" + ref.hash().orElseThrow().hex()), "pixture 0");

        move(chosen());
        assertAllIsThere();
    }

    @Test
    void whatIsDamagedAlreadyStaysBehindAndIsNamed() throws IOException {
        AssetKey key = AssetKey.endOf(refs().get(0).locator()).orElseThrow();
        Path file = home.resolve("managed/assets/" + key);
        Files.writeString(file, "pixture 0");

        AssetMove moved = store.relocateAssets(table(), AssetMoveListener.NONE);
        assertThat(((AssetMove.Moved) moved).damaged()).containsExactly(key);
        assertThat(moved.assets()).isEqualTo(COUNT - 1);
        assertThat(file).exists();
    }

    @Test
    void whatIsPutAndDeletedMeanwhileIsPutAndDeletedThere() throws IOException {
        List<AssetRef> both = new ArrayList<>(List.of(put("old and not wanted", null)));
        AssetMove unused = store.relocateAssets(table(), new AssetMoveListener() {
            @Override
            public void moved(int assets, int ofAssets, long bytes, long ofBytes) {
                try {
                    if (both.size() == 1 && assets == ofAssets) {
                        assertThat(store.assets().delete(both.get(0)).kind()).isEqualTo(AssetDeletion.Kind.DELETED);
                        both.add(put("meanwhile", null));
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        });

        assertThat(store.assets().stat(both.get(0))).isEmpty();
        assertThat(store.assets().verify(both.get(1))).contains(true);
        assertThat(store.assets().orphans()).extracting(AssetInfo::bytes).containsExactly(9L);
    }

    @Test
    void theSamePlaceByAnotherNameIsRefused() throws IOException {
        Path alias = Files.createSymbolicLink(home.resolve("alias"), home.resolve("managed"));

        assertThatThrownBy(() -> store.relocateAssets(DirectoryAssets.at(alias), AssetMoveListener.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already");
        assertAllIsThere();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsReplacedByTheDatabaseUntilItCan() throws IOException {
        Path blocked = home.resolve("elsewhere");
        Files.writeString(blocked, "a file where a directory is to be");
        reopen(AssetPlaces.directoryOr(blocked, table()));

        assertThat(store.assets().description().notices())
                .extracting(notice -> notice.code())
                .containsExactly("fallback");
        AssetRef ref = put("while it was away", null);
        assertThat(ref).isInstanceOf(AssetRef.Idb.class);
        Files.delete(blocked);
        reopen(AssetPlaces.directoryOr(blocked, table()));
        assertThat(store.assets().description().notices()).isEmpty();
        assertThat(store.assets().verify(ref)).contains(true);
        AssetMove moved = store.relocateAssets(DirectoryAssets.at(blocked), AssetMoveListener.NONE);
        assertThat(moved.assets()).isEqualTo(1);
        assertThat(store.assets().verify(ref)).contains(true);
    }
}
