package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Binaries go by the hash of what they hold. */
final class BlobTest {
    private static final Bytes FOX = Bytes.of(1, 100_000);

    @TempDir
    private Path directory;

    private Site site;
    private Http ada;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = site.as(Site.ADA);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void whatWasBroughtIsThereAndWhatWasNotIsMissing() {
        Bytes other = Bytes.of(2, 10);
        assertThat(FOX.put(ada, Site.STUDIO).statusCode()).isEqualTo(204);

        String question = "{\"hashes\":[\"" + FOX.hash() + "\",\"" + other.hash() + "\"]}";
        assertThat(ada.post(Site.STUDIO + "/blobs/missing", question).body())
                .contains("\"missing\":[\"" + other.hash() + "\"]");
        assertThat(FOX.get(ada, Site.STUDIO).body()).isEqualTo(FOX.all());
        assertThat(other.get(ada, Site.STUDIO).statusCode()).isEqualTo(404);
    }

    @Test
    void aBinaryMayBeReadForEverFromACacheButByNoBrowserAsAPage() {
        FOX.put(ada, Site.STUDIO);

        HttpResponse<byte[]> answer = FOX.get(ada, Site.STUDIO);

        assertThat(answer.headers().map())
                .containsEntry("cache-control", List.of("private, max-age=31536000, immutable"))
                .containsEntry("etag", List.of("\"" + FOX.hash() + "\""))
                .containsEntry("repr-digest", List.of(FOX.digest()))
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("content-disposition", List.of("attachment"));
        assertThat(FOX.get(ada, Site.STUDIO, "If-None-Match", "\"" + FOX.hash() + "\"")
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void itsLengthCanBeAskedForWithoutReadingIt() {
        FOX.put(ada, Site.STUDIO);

        HttpResponse<String> answer =
                ada.send(ada.request(Site.STUDIO + "/blobs/" + FOX.hash()).method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(100_000);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void aStretchCanBeReadFromEitherEnd() {
        FOX.put(ada, Site.STUDIO);

        stretch("bytes=0-0", 0, 1);
        stretch("bytes=99990-", 99_990, 100_000);
        stretch("bytes=10-20000", 10, 20_001);
        stretch("bytes=99990-200000", 99_990, 100_000);
        stretch("bytes=-7", 99_993, 100_000);
        stretch("bytes=-700000", 0, 100_000);
    }

    private void stretch(String range, int from, int to) {
        HttpResponse<byte[]> answer = FOX.get(ada, Site.STUDIO, "Range", range);
        assertThat(answer.statusCode()).as(range).isEqualTo(206);
        assertThat(answer.headers().firstValue("Content-Range")).hasValue("bytes " + from + "-" + (to - 1) + "/100000");
        assertThat(answer.body()).as(range).isEqualTo(Arrays.copyOfRange(FOX.all(), from, to));
    }

    @Test
    void aStretchBeyondTheEndIsRefusedAndOneThatMakesNoSenseIsAllOfIt() {
        FOX.put(ada, Site.STUDIO);

        assertThat(FOX.get(ada, Site.STUDIO, "Range", "bytes=100000-").statusCode())
                .isEqualTo(416);
        assertThat(FOX.get(ada, Site.STUDIO, "Range", "bytes=5-4").statusCode()).isEqualTo(416);
        assertThat(FOX.get(ada, Site.STUDIO, "Range", "lines=1-2").statusCode()).isEqualTo(200);
        assertThat(FOX.get(ada, Site.STUDIO, "Range", "bytes=-").statusCode()).isEqualTo(200);
        assertThat(FOX.get(ada, Site.STUDIO, "Range", "bytes=1-2,5-6").body()).isEqualTo(FOX.all());
        assertThat(FOX.get(ada, Site.STUDIO, "Range", "bytes=1-2", "If-Range", "\"of another\"")
                        .body())
                .isEqualTo(FOX.all());
    }

    @Test
    void anEmptyBinaryIsOneToo() {
        Bytes nothing = new Bytes(new byte[0]);

        assertThat(nothing.put(ada, Site.STUDIO).statusCode()).isEqualTo(204);
        assertThat(nothing.get(ada, Site.STUDIO).body()).isEmpty();
    }

    @Test
    void whatHasAnotherHashIsRefusedAndNotKept() {
        HttpResponse<String> refused = ada.send(
                ada.request(Site.STUDIO + "/blobs/" + FOX.hash()).PUT(BodyPublishers.ofString("something else")));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("\"code\":\"wrong-hash\"");
        assertThat(FOX.get(ada, Site.STUDIO).statusCode()).isEqualTo(404);
        assertThat(BlobFiles.in(directory)).isEmpty();
    }

    @Test
    void aLargeOneIsToldToComeInPieces() {
        Bytes large = Bytes.of(3, (8 << 20) + 1);

        assertThat(large.put(ada, Site.STUDIO).statusCode()).isEqualTo(413);
        assertThat(BlobFiles.in(directory)).isEmpty();
    }

    @Test
    void whoMayOnlyReadMayNotBring() {
        Http vera = site.as(Site.VERA);
        FOX.put(ada, Site.STUDIO);

        assertThat(Bytes.of(4, 5).put(vera, Site.STUDIO).body()).contains("\"code\":\"role-too-low\"");
        assertThat(Bytes.of(4, 5).begin(vera, Site.STUDIO).body()).contains("\"code\":\"role-too-low\"");
        assertThat(FOX.get(vera, Site.STUDIO).body()).isEqualTo(FOX.all());
    }

    @Test
    void whatOneWorkspaceHasIsMissingInAnother() {
        FOX.put(ada, Site.STUDIO);
        Http grace = site.as(Site.GRACE);

        assertThat(FOX.get(grace, "/v1/workspaces/attic").statusCode()).isEqualTo(404);
        assertThat(grace.post("/v1/workspaces/~/blobs/missing", "{\"hashes\":[\"" + FOX.hash() + "\"]}")
                        .body())
                .contains(FOX.hash());
        assertThat(FOX.get(grace, Site.STUDIO).statusCode()).isEqualTo(403);
    }

    @Test
    void aNameThatIsNoHashLeadsNowhere() {
        for (String name : List.of("..%2f..%2fweftwork.db", "%2e%2e", "A".repeat(64), "0".repeat(63), "%00")) {
            assertThat(ada.get(Site.STUDIO + "/blobs/" + name).statusCode())
                    .as(name)
                    .isIn(400, 404);
        }
        assertThat(ada.post(Site.STUDIO + "/blobs/missing", "{\"hashes\":[\"../x\"]}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void binariesSurviveARestart() {
        FOX.put(ada, Site.STUDIO);
        site.close();
        site = Site.at(directory);

        assertThat(FOX.get(site.as(Site.ADA), Site.STUDIO).body()).isEqualTo(FOX.all());
    }
}
