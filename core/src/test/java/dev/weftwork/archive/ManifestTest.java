package dev.weftwork.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.archive.ForgedZip.Entry;
import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.archive.Packages.Shelf;
import dev.weftwork.graph.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A manifest is what its schema says, and what it says is held against what is there. */
final class ManifestTest {
    private static final byte[] FOX = Packages.text("the fox's pixels");

    private final Shelf shelf = new Shelf();

    @Test
    void whatIsWrittenFollowsTheSchema() throws IOException {
        PackageManifest manifest =
                Packages.open(Packages.export(Packages.poster(shelf), shelf)).manifest();

        assertThat(new SchemaCheck(schema()).flaws(manifest.toJson())).isEmpty();
        assertThat(manifest.assets()).hasSize(2);
        assertThat(manifest.app()).isEqualTo(Packages.APP);
        assertThat(manifest.createdAt()).isEqualTo(Packages.THEN);
        assertThat(manifest.workflow())
                .isEqualTo(new PackageManifest.WorkflowPart("poster-1", "workflow.json", "Poster"));
    }

    @Test
    void theSchemaThatIsPublishedIsTheOneThatIsShipped() throws IOException {
        assertThat(Json.parse(Files.readString(Path.of("../docs/package-manifest-v1.schema.json"))))
                .isEqualTo(schema());
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "\"packageVersion\":1,||VERSION_MISSING",
                "\"packageVersion\":1|\"packageVersion\":null|VERSION_MISSING",
                "\"packageVersion\":1|\"packageVersion\":2|VERSION_UNSUPPORTED",
                "\"packageVersion\":1|\"packageVersion\":\"1\"|VERSION_UNSUPPORTED",
                "\"packageVersion\":1|\"packageVersion\":1.0|VERSION_UNSUPPORTED",
                "\"app\":|\"program\":|MANIFEST_INVALID",
                "\"version\":\"1.2\"|\"version\":3|MANIFEST_INVALID",
                "2026-11-21T10:00:00Z|yesterday|MANIFEST_INVALID",
                "\"workflow\":{|\"workflow\":[],\"x\":{|MANIFEST_INVALID",
                "\"name\":\"Poster\"|\"label\":\"Poster\"|MANIFEST_INVALID",
                "\"assets\":[|\"assets\":{},\"x\":[|MANIFEST_INVALID",
                "\"assets\":[|\"assets\":[7,|MANIFEST_INVALID",
                "\"origin\":\"embedded\"|\"origin\":\"cloud\"|MANIFEST_INVALID",
                "\"bytes\":16|\"bytes\":-16|MANIFEST_INVALID",
                "\"bytes\":16|\"bytes\":16.5|MANIFEST_INVALID",
                "sha256-|md5-|MANIFEST_INVALID",
                "sha256-|sha256-00|MANIFEST_INVALID",
                "\"bytes\":16|\"bytes\":17|SIZE_MISMATCH",
                "\"file\":\"workflow.json\"|\"file\":\"gone.json\"|FILE_MISSING",
                "\"file\":\"assets/fox.png\"|\"file\":\"assets/gone.png\"|FILE_MISSING",
                "\"file\":\"assets/fox.png\"|\"file\":\"../fox.png\"|FILE_MISSING",
                "\"id\":\"fox\"|\"id\":\"cat\"|ASSET_MISSING"
            },
            delimiter = '|')
    void whatDoesNotFollowItOrIsNotTrueIsRefused(String text, String other, Code code) {
        String bent = Packages.manifest(FOX).replace(text, other == null ? "" : other);

        refused(bent, Packages.document(), code);
    }

    @Test
    void twoAssetsOfOneIdOrOneFileAreRefused() {
        String honest = Packages.manifest(FOX);
        String asset = honest.substring(honest.indexOf("{\"id\":\"fox\""), honest.length() - 2);

        refused(honest.replace(asset, asset + "," + asset), Packages.document(), Code.MANIFEST_INVALID);
        refused(
                honest.replace(asset, asset + "," + asset.replace("\"fox\"", "\"cat\"")),
                Packages.document(),
                Code.MANIFEST_INVALID);
    }

    @Test
    void aHashThatIsNotThatOfTheBytesIsRefused() {
        String wrong = Packages.manifest(FOX).replace(Packages.hash(FOX).hex(), "0".repeat(64));

        refused(wrong, Packages.document(), Code.HASH_MISMATCH);
    }

    @Test
    void hashesInTheSpellingOfWebPagesAreRead() throws IOException {
        String hex = Packages.hash(FOX).hex();
        String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));

        PackageContent.take(
                Packages.open(archive(Packages.manifest(FOX).replace(hex, base64), Packages.document())), shelf);

        assertThat(shelf.put).containsExactly("fox");
    }

    @Test
    void anArchiveWithoutAManifestIsRefused() {
        byte[] bare = new ForgedZip().add("workflow.json", Packages.document()).bytes();
        byte[] wrapped = new ForgedZip()
                .add("poster/manifest.json", Packages.manifest(FOX))
                .bytes();

        assertCode(bare, Code.MANIFEST_MISSING);
        assertCode(wrapped, Code.MANIFEST_MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "{\"packageVersion\":1}"})
    void whatIsNoManifestIsRefused(String text) {
        refused(text, Packages.document(), Code.MANIFEST_INVALID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"nodes\":[",
                "{\"nodes\":[{\"id\":\"n\",\"type\":\"t\",\"config\":{}},{\"id\":\"n\",\"type\":\"t\",\"config\":{}}]}",
                "{\"nodes\":[{\"id\":\"n\",\"type\":\"t\",\"config\":{},\"position\":{\"x\":NaN,\"y\":0}}]}",
                "{\"nodes\":[{\"id\":\"n\",\"type\":\"t\",\"config\":{},\"position\":{\"x\":1}}]}",
                "{\"nodes\":[{\"id\":\"\",\"type\":\"t\",\"config\":{}}]}",
                "{\"nodes\":[{\"id\":\"n\",\"type\":\"t\",\"config\":{},\"status\":\" \"}]}"
            })
    void aWorkflowThatCannotBeReadIsRefused(String document) {
        refused(Packages.manifest(FOX), document, Code.WORKFLOW_INVALID);
    }

    @Test
    void textThatIsNotUnicodeIsRefused() {
        byte[] archive = new ForgedZip()
                .add("manifest.json", Packages.manifest(FOX))
                .add("workflow.json", new byte[] {'{', '"', (byte) 0xc0, '"', '}'})
                .add("assets/fox.png", FOX)
                .bytes();

        assertCode(archive, Code.WORKFLOW_INVALID);
    }

    @Test
    void filesThatNobodySpeaksOfAreLeftAloneAndReported() throws IOException {
        byte[] archive = new ForgedZip()
                .add("manifest.json", Packages.manifest(FOX))
                .add("workflow.json", Packages.document())
                .add("assets/", new byte[0])
                .add("assets/fox.png", FOX)
                .add("__MACOSX/._fox.png", "resource fork")
                .bytes();

        PackageContent taken = PackageContent.take(Packages.open(archive), shelf);

        assertThat(taken.ignored()).containsExactly("__MACOSX/._fox.png");
        assertThat(shelf.put).containsExactly("fox");
    }

    @Test
    void edgesToNowhereAreLeftOutAndReported() throws IOException {
        String document = Packages.document()
                .replace("\"edges\":[]", "\"edges\":[{\"id\":\"e\",\"source\":\"n\",\"target\":\"gone\"}]");

        PackageContent taken = PackageContent.take(Packages.open(archive(Packages.manifest(FOX), document)), shelf);

        assertThat(taken.content().edges()).isEmpty();
        assertThat(taken.notes()).singleElement().asString().contains("'e'");
    }

    private static Json schema() throws IOException {
        try (InputStream in = PackageManifest.class.getResourceAsStream(PackageManifest.SCHEMA_RESOURCE)) {
            return Json.parse(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static byte[] archive(String manifest, String document) {
        return new ForgedZip()
                .add("manifest.json", manifest)
                .add("workflow.json", document)
                .add(new Entry("assets/fox.png", FOX))
                .bytes();
    }

    private void refused(String manifest, String document, Code code) {
        assertCode(archive(manifest, document), code);
    }

    private void assertCode(byte[] archive, Code code) {
        assertThatThrownBy(() -> PackageContent.take(Packages.open(archive), shelf))
                .isInstanceOfSatisfying(
                        PackageFormatException.class,
                        refusal -> assertThat(refusal.code())
                                .as(refusal.getMessage())
                                .isEqualTo(code));
        assertThat(shelf.put).isEmpty();
    }
}
