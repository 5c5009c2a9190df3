package dev.weftwork.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weftwork.archive.PackageFormatException.Code;
import dev.weftwork.archive.Packages.Shelf;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A package that was cut or rotted on its way is refused, wherever, and nothing of it is kept. */
final class TruncatedPackageTest {
    private final Shelf shelf = new Shelf();
    private final byte[] whole = Packages.export(Packages.poster(shelf), shelf);

    @Test
    void aPackageThatIsCutAnywhereIsRefused() {
        for (int length = 0; length < whole.length; length++) {
            PackageFormatException refusal = refusal(Arrays.copyOf(whole, length));

            assertThat(refusal).as("cut at %d of %d", length, whole.length).isNotNull();
            assertThat(refusal.code()).isEqualTo(length < 4 ? Code.NOT_A_ZIP : Code.TRUNCATED);
        }
        assertThat(shelf.put).isEmpty();
    }

    @Test
    void aPackageThatLacksAPieceIsRefused() {
        for (int from = 0; from < whole.length; from += whole.length / 100) {
            byte[] holed = ForgedZip.join(
                    Arrays.copyOf(whole, from),
                    Arrays.copyOfRange(whole, Math.min(whole.length, from + 7), whole.length));

            assertThat(refusal(holed)).as("7 bytes less at %d", from).isNotNull();
        }
        assertThat(shelf.put).isEmpty();
    }

    @Test
    void aPackageInWhichAnyBitIsFlippedIsRefusedOrMeansTheSame() throws Exception {
        PackageContent honest = PackageContent.take(Packages.open(whole), new Shelf());
        Set<Code> codes = EnumSet.noneOf(Code.class);
        Random random = new Random(7);
        for (int at = 0; at < whole.length; at++) {
            byte[] bent = whole.clone();
            bent[at] ^= (byte) (1 << random.nextInt(8));
            Shelf other = new Shelf();
            PackageFormatException refusal = catchThrowableOfType(
                    PackageFormatException.class,
                    () -> assertThat(PackageContent.take(Packages.open(bent), other)
                                    .content())
                            .isEqualTo(honest.content()));
            if (refusal != null) {
                codes.add(refusal.code());
                assertThat(other.put).as("bit at %d", at).isEmpty();
            }
        }
        assertThat(codes).contains(Code.CORRUPT_DATA, Code.HEADER_MISMATCH, Code.TRUNCATED);
    }

    private PackageFormatException refusal(byte[] archive) {
        return catchThrowableOfType(
                PackageFormatException.class, () -> PackageContent.take(Packages.open(archive), shelf));
    }
}
