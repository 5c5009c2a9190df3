package dev.weftwork.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.spi.RemoteAdapter;
import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * All that {@link RemoteAssets} promises, for adapters that carry large binaries. An adapter author implements it beside
 * {@link RemoteAdapterContract}, or in a class of its own.
 */
public interface RemoteAssetsContract extends RemoteContract {
    /** Bytes come back as they were, also none, and also many. */
    @Test
    default void bytesComeBackAsTheyWere() {
        try (RemoteAdapter ada = connect("ada");
                RemoteAdapter grace = connect("grace")) {
            for (int length : new int[] {0, 1, 65_536, 3_000_001}) {
                Blob blob = Blob.of(length, length);
                blob.upload(assets(ada));

                assertThat(blob.download(assets(grace), 0)).isEqualTo(blob.bytes());
            }
        }
    }

    /** What nobody has brought is missing, and what somebody has is not. */
    @Test
    default void whatNobodyHasBroughtIsMissing() {
        Blob here = Blob.of(1, 100);
        Blob absent = Blob.of(2, 100);
        try (RemoteAdapter ada = connect("ada")) {
            assertThat(Calls.value(assets(ada).missing(Set.of()))).isEmpty();
            here.upload(assets(ada));

            assertThat(Calls.value(assets(ada).missing(Set.of(here.hash(), absent.hash()))))
                    .containsExactly(absent.hash());
        }
    }

    /** More can be asked for than one request holds. */
    @Test
    default void anyNumberCanBeAskedFor() {
        Set<AssetHash> many = new HashSet<>();
        for (int i = 0; i < 2_500; i++) {
            many.add(Blob.of(i, 8).hash());
        }
        try (RemoteAdapter ada = connect("ada")) {
            assertThat(Calls.value(assets(ada).missing(many))).isEqualTo(many);
        }
    }

    /** The rest of a binary comes without what is there already. */
    @Test
    default void theRestComesWithoutWhatIsThere() {
        Blob blob = Blob.of(3, 500_000);
        try (RemoteAdapter ada = connect("ada")) {
            blob.upload(assets(ada));
            ByteArrayOutputStream came = new ByteArrayOutputStream();

            long bytes = Calls.value(assets(ada).download(blob.hash(), 400_000, Blob.into(came), at -> {}));

            assertThat(bytes).isEqualTo(100_000);
            assertThat(came.toByteArray()).isEqualTo(blob.from(400_000));
        }
    }

    /** What is there already is not sent again. */
    @Test
    default void whatIsThereIsNotSentAgain() {
        Blob blob = Blob.of(4, 100_000);
        try (RemoteAdapter ada = connect("ada")) {
            blob.upload(assets(ada));

            assertThat(Calls.value(assets(ada).upload(blob.hash(), 100_000, blob.source(), at -> {})))
                    .isZero();
        }
    }

    /** Other bytes than the hash says are refused, and nothing of them is kept. */
    @Test
    default void otherBytesThanPromisedAreRefused() {
        Blob promised = Blob.of(5, 1_000);
        Blob other = Blob.of(6, 1_000);
        try (RemoteAdapter ada = connect("ada")) {
            RemoteFailure refusal = Calls.failure(assets(ada).upload(promised.hash(), 1_000, other.source(), at -> {}));

            assertThat(refusal.kind()).isEqualTo(Kind.BAD_REQUEST);
            assertThat(refusal.code()).isEqualTo(RemoteAssets.WRONG_HASH);
            assertThat(Calls.value(assets(ada).missing(Set.of(promised.hash()))))
                    .containsExactly(promised.hash());
            promised.upload(assets(ada));
            assertThat(promised.download(assets(ada), 0)).isEqualTo(promised.bytes());
        }
    }

    /** What nobody has brought cannot be fetched, and the sink is not touched. */
    @Test
    default void whatIsAbsentCannotBeFetched() {
        ByteArrayOutputStream came = new ByteArrayOutputStream();
        try (RemoteAdapter ada = connect("ada")) {
            RemoteFailure refusal =
                    Calls.failure(assets(ada).download(Blob.of(7, 10).hash(), 0, Blob.into(came), at -> {}));

            assertThat(refusal.kind()).isEqualTo(Kind.UNSUPPORTED);
            assertThat(refusal.code()).isEqualTo(RemoteAssets.ABSENT);
            assertThat(came.size()).isZero();
        }
    }

    /** A source that fails ends the transfer with its own code; the next one goes on. */
    @Test
    default void aSourceThatFailsIsSaidToHaveFailed() {
        Blob blob = Blob.of(8, 300_000);
        RemoteAssets.Source failing = offset -> new SequenceInputStream(
                new ByteArrayInputStream(blob.bytes(), (int) offset, 200_000 - (int) offset), new Broken());
        try (RemoteAdapter ada = connect("ada")) {
            RemoteFailure failure = Calls.failure(assets(ada).upload(blob.hash(), 300_000, failing, at -> {}));

            assertThat(failure.code()).isEqualTo(RemoteAssets.SOURCE);
            assertThat(Calls.value(assets(ada).missing(Set.of(blob.hash())))).hasSize(1);
            blob.upload(assets(ada));
            assertThat(blob.download(assets(ada), 0)).isEqualTo(blob.bytes());
        }
    }

    /** A sink that fails ends the transfer with its own code. */
    @Test
    default void aSinkThatFailsIsSaidToHaveFailed() {
        Blob blob = Blob.of(9, 300_000);
        try (RemoteAdapter ada = connect("ada")) {
            blob.upload(assets(ada));
            RemoteAssets.Sink failing = bytes -> {
                throw new IOException("the disk is full");
            };

            RemoteFailure failure = Calls.failure(assets(ada).download(blob.hash(), 0, failing, at -> {}));

            assertThat(failure.code()).isEqualTo(RemoteAssets.SINK);
        }
    }

    /** Progress is told in both directions, and ends at the whole. */
    @Test
    default void progressEndsAtTheWhole() {
        Blob blob = Blob.of(10, 500_000);
        List<Long> up = new ArrayList<>();
        List<Long> down = new ArrayList<>();
        try (RemoteAdapter ada = connect("ada")) {
            Calls.value(assets(ada).upload(blob.hash(), 500_000, blob.source(), up::add));
            Calls.value(assets(ada).download(blob.hash(), 100_000, Blob.into(new ByteArrayOutputStream()), down::add));
        }
        assertThat(up).hasSizeGreaterThan(1).endsWith(500_000L);
        assertThat(down).hasSizeGreaterThan(1).endsWith(500_000L).isSorted();
    }

    /** When the adapter closes, so do its transfers. */
    @Test
    default void aClosedAdapterCarriesNothing() {
        RemoteAdapter ada = connect("ada");
        RemoteAssets assets = assets(ada);
        ada.close();

        assertThat(Calls.failure(assets.missing(Set.of(Blob.of(11, 1).hash()))).code())
                .isEqualTo("closed");
        assertThat(Calls.failure(assets.upload(
                                Blob.of(11, 1).hash(), 1, Blob.of(11, 1).source(), at -> {}))
                        .code())
                .isEqualTo("closed");
    }

    private static RemoteAssets assets(RemoteAdapter adapter) {
        return adapter.assets().orElseThrow(() -> new AssertionError("The adapter carries no binaries"));
    }

    /** A stream that cannot be read. */
    final class Broken extends InputStream {
        private Broken() {}

        @Override
        public int read() throws IOException {
            throw new IOException("the disk is gone");
        }

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
            throw new IOException("the disk is gone");
        }
    }
}
