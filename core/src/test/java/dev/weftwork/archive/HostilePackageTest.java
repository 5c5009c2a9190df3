package dev.weftwork.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.archive.ForgedZip.Entry;
import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.archive.Packages.Shelf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages that mean harm are refused, each with its own code, before anything of them is kept. */
final class HostilePackageTest {
    private static final byte[] FOX = Packages.text("the fox's pixels");

    private final Shelf shelf = new Shelf();

    @Test
    void theHonestPackageThatTheOthersAreMadeFromIsTaken() {
        assertThatCode(() -> Packages.take(honest().bytes(), shelf)).doesNotThrowAnyException();
        assertThat(shelf.put).containsExactly("fox");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "../evil.png|PATH_TRAVERSAL",
                "assets/../../evil.png|PATH_TRAVERSAL",
                "assets//evil.png|PATH_TRAVERSAL",
                "assets/./evil.png|PATH_TRAVERSAL",
                "/etc/evil|ABSOLUTE_PATH",
                "//server/share|ABSOLUTE_PATH",
                "..\\evil.png|BACKSLASH",
                "\\\\server\\share|BACKSLASH",
                "C:/evil.png|DRIVE_LETTER",
                "assets/fox.png:stream|DRIVE_LETTER",
                "assets/fox.png|DUPLICATE_NAME",
                "assets/FOX.png|CASE_CLASH",
                "Manifest.JSON|CASE_CLASH",
                "assets/\uFF46ox.png|UNICODE_CLASH",
                "assets/f\u0000ox|BAD_NAME",
                "assets/gnp.\u202Exof|BAD_NAME"
            },
            delimiter = '|')
    void namesThatLeadAstrayAreRefused(String name, Code code) {
        refused(honest().add(name, "evil"), code);
    }

    @Test
    void namesThatDifferInHowTheyAreComposedAreRefused() {
        refused(honest().add("assets/caf\u00e9", "1").add("assets/cafe\u0301", "2"), Code.UNICODE_CLASH);
    }

    @Test
    void aNameThatIsNotUnicodeIsRefused() {
        refused(
                honest().add(bent("x", 1, entry -> entry.name = entry.centralName = new byte[] {(byte) 0xff})),
                Code.BAD_NAME);
    }

    @Test
    void aVeryLongNameIsRefused() {
        refused(honest().add("a".repeat(600), "evil"), Code.BAD_NAME);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xa000, 0x2000, 0x1000, 0xc000})
    void linksAndDevicesAreRefused(int type) {
        refused(honest().add(bent("assets/link", 1, entry -> entry.attributes = (type | 0777) << 16)), Code.LINK);
    }

    @Test
    void encryptedEntriesAreRefused() {
        refused(honest().add(bent("assets/x", 1, entry -> entry.flags |= 1)), Code.ENCRYPTED);
        refused(honest().add(bent("assets/x", 1, entry -> entry.method = 99)), Code.ENCRYPTED);
    }

    @Test
    void unknownCompressionIsRefused() {
        refused(honest().add(bent("assets/x", 1, entry -> entry.method = 14)), Code.UNSUPPORTED_METHOD);
    }

    @Test
    void aBombIsRefusedByItsRatioBeforeItIsUnpacked() {
        refused(honest().add(new Entry("assets/zeros", new byte[8 << 20]).deflated()), Code.COMPRESSION_BOMB);
    }

    @Test
    void aBombThatHidesItsSizeIsRefusedWhereItGoesBeyondIt() {
        byte[] zeros = new byte[8 << 20];
        Entry bomb = new Entry("assets/fox.png", zeros).deflated();
        bomb.size = FOX.length;

        refused(with(Packages.manifest(FOX), Packages.document(), bomb), Code.CORRUPT_DATA);
        assertThat(shelf.put).isEmpty();
    }

    @Test
    void aPackageBeyondTheLimitsIsRefusedBeforeItIsUnpacked() {
        byte[] archive = honest().add("assets/more", new byte[3000]).bytes();

        refused(archive, PackageLimits.DEFAULT.withBytes(2000, 1 << 20), Code.TOO_LARGE);
        refused(archive, PackageLimits.DEFAULT.withBytes(1 << 20, 3000), Code.TOO_LARGE);
        refused(archive, new PackageLimits(3, 1 << 20, 1 << 20, 200, 1 << 20, false), Code.TOO_MANY_ENTRIES);
        refused(archive, new PackageLimits(9, 1 << 20, 1 << 20, 200, 10, false), Code.TOO_LARGE);
    }

    @Test
    void sizesThatAddUpToMoreThanANumberHoldsAreRefused() {
        byte[] lies = ForgedZip.fixed(20)
                .putShort((short) 1)
                .putShort((short) 16)
                .putLong(Long.MAX_VALUE)
                .putLong(Long.MAX_VALUE)
                .array();
        Consumer<Entry> huge = entry -> {
            entry.size = 0xffffffffL;
            entry.packed = 0xffffffffL;
            entry.extra = lies;
            entry.localExtra = lies;
        };

        refused(honest().add(bent("a", 1, huge)).add(bent("b", 1, huge)), Code.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"fox.zip,text/plain", "fox.TAR,text/plain", "fox.png,application/zip", "fox.png,application/gzip"})
    void archivesWithinAreRefusedByWhatTheySayTheyAre(String file, String mime) {
        String manifest = Packages.manifest(FOX)
                .replace("assets/fox.png", "assets/" + file)
                .replace("image/png", mime);

        refused(with(manifest, Packages.document(), new Entry("assets/" + file, FOX)), Code.NESTED_ARCHIVE);
    }

    @Test
    void archivesWithinAreRefusedByTheirFirstBytes() {
        byte[] inner = honest().bytes();

        refused(
                with(Packages.manifest(inner), Packages.document(), new Entry("assets/fox.png", inner)),
                Code.NESTED_ARCHIVE);
    }

    @Test
    void archivesWithinAreTakenByWhoTrustsThem() throws Exception {
        byte[] inner = honest().bytes();
        byte[] archive = with(Packages.manifest(inner), Packages.document(), new Entry("assets/fox.png", inner))
                .bytes();

        PackageContent.take(Packages.open(archive, PackageLimits.DEFAULT.withNestedArchives(true)), shelf);

        assertThat(shelf.put).containsExactly("fox");
    }

    @Test
    void aHeaderThatContradictsTheDirectoryIsRefused() {
        refused(honest().add(bent("assets/x", 1, entry -> entry.localSize = 2)), Code.HEADER_MISMATCH);
        refused(honest().add(bent("assets/x", 1, entry -> entry.localCrc = 7)), Code.HEADER_MISMATCH);
        refused(honest().add(bent("assets/x", 1, entry -> entry.localFlags = 0)), Code.HEADER_MISMATCH);
        refused(
                honest().add(bent("assets/x", 1, entry -> entry.centralName = Packages.text("assets/y"))),
                Code.HEADER_MISMATCH);
        refused(honest().add(bent("assets/x", 1, entry -> entry.offsetLie = 1)), Code.HEADER_MISMATCH);
        refused(honest().add(bent("assets/x", 1, entry -> entry.size = 2)), Code.HEADER_MISMATCH);
        refused(honest().countedWrongBy(-1), Code.HEADER_MISMATCH);
        refused(honest().countedWrongBy(1), Code.HEADER_MISMATCH);
    }

    @Test
    void aSecondNameInAnExtraFieldIsRefused() {
        byte[] second = ForgedZip.fixed(10)
                .putShort((short) 0x7075)
                .putShort((short) 6)
                .put((byte) 1)
                .array();

        refused(honest().add(bent("assets/x", 1, entry -> entry.extra = second)), Code.HEADER_MISMATCH);
    }

    @Test
    void bytesThatBelongToNoEntryAreRefused() {
        refused(honest().withGap(Packages.text("hidden")), Code.OVERLAP);
        refused(honest().withBeforeEnd(Packages.text("hidden")), Code.HEADER_MISMATCH);
        refused(
                ForgedZip.join(Packages.text("#!/bin/sh"), honest().bytes()),
                PackageLimits.DEFAULT,
                Code.HEADER_MISMATCH);
        refused(ForgedZip.join(honest().bytes(), Packages.text("more")), PackageLimits.DEFAULT, Code.OVERLAP);
    }

    @Test
    void entriesThatShareBytesAreRefused() {
        ForgedZip zip = honest();
        Entry first = new Entry("assets/a", new byte[100]);
        zip.add(first).add(bent("assets/a", 100, entry -> {
            entry.centralName = entry.name = Packages.text("assets/b");
            entry.offsetLie = 0;
        }));
        byte[] archive = zip.bytes();
        // the last entry of the directory is pointed at the bytes of the one before, whose name is bent to match
        int last = lastIndexOf(archive, Packages.text("assets/b")) - 46;
        int before = lastIndexOf(archive, Packages.text("assets/a")) - 46;
        System.arraycopy(archive, before + 42, archive, last + 42, 4);
        archive[last + 46 + 7] = 'a';

        refused(archive, PackageLimits.DEFAULT, Code.DUPLICATE_NAME);
    }

    @Test
    void sizesOfSixtyFourBitsThatLieAreRefused() {
        byte[] negative = ForgedZip.fixed(12)
                .putShort((short) 1)
                .putShort((short) 8)
                .putLong(-5)
                .array();
        byte[] empty =
                ForgedZip.fixed(4).putShort((short) 1).putShort((short) 0).array();

        refused(
                honest().add(bent("assets/x", 1, entry -> {
                    entry.size = 0xffffffffL;
                    entry.extra = negative;
                })),
                Code.ZIP64_MISMATCH);
        refused(
                honest().add(bent("assets/x", 1, entry -> {
                    entry.size = 0xffffffffL;
                    entry.extra = empty;
                })),
                Code.ZIP64_MISMATCH);
        refused(honest().add(bent("assets/x", 1, entry -> entry.size = 0xffffffffL)), Code.ZIP64_MISMATCH);
        refused(honest().withBeforeEnd(locator(0)), Code.ZIP64_MISMATCH);
        refused(honest().withBeforeEnd(ForgedZip.join(new byte[56], locator(0))), Code.ZIP64_MISMATCH);
    }

    @Test
    void aPartOfASplitArchiveIsRefused() {
        refused(honest().onDisk(1), Code.SPLIT);
    }

    @Test
    void whatIsNoArchiveIsRefused() {
        refused(
                Packages.text("%PDF-1.7 and so on, for longer than an end record"),
                PackageLimits.DEFAULT,
                Code.NOT_A_ZIP);
    }

    @Test
    void nothingAtAllIsRefused() {
        refused(new byte[0], PackageLimits.DEFAULT, Code.NOT_A_ZIP);
    }

    @Test
    void bytesThatWereFlippedAreRefused() {
        byte[] archive = honest().bytes();
        archive[lastIndexOf(archive, FOX)] ^= 1;

        refused(archive, PackageLimits.DEFAULT, Code.CORRUPT_DATA);
        assertThat(shelf.put).isEmpty();
    }

    private ForgedZip honest() {
        return with(Packages.manifest(FOX), Packages.document(), new Entry("assets/fox.png", FOX));
    }

    private static ForgedZip with(String manifest, String document, Entry asset) {
        return new ForgedZip()
                .add("manifest.json", manifest)
                .add("workflow.json", document)
                .add(asset);
    }

    private static Entry bent(String name, int length, Consumer<Entry> bend) {
        Entry entry = new Entry(name, new byte[length]);
        bend.accept(entry);
        return entry;
    }

    private static byte[] locator(long place) {
        return ForgedZip.fixed(20)
                .putInt(0x07064b50)
                .putInt(0)
                .putLong(place)
                .putInt(1)
                .array();
    }

    private static int lastIndexOf(byte[] bytes, byte[] wanted) {
        for (int at = bytes.length - wanted.length; at >= 0; at--) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("Not there");
    }

    private void refused(ForgedZip zip, Code code) {
        refused(zip.bytes(), PackageLimits.DEFAULT, code);
    }

    private void refused(byte[] archive, PackageLimits limits, Code code) {
        assertThatThrownBy(() -> PackageContent.take(Packages.open(archive, limits), shelf))
                .isInstanceOfSatisfying(PackageFormatException.class, refusal -> {
                    assertThat(refusal.code()).as(refusal.getMessage()).isEqualTo(code);
                    assertThat(refusal.getMessage()).endsWith(refusal.remedy());
                });
        assertThat(shelf.put).isEmpty();
    }
}
