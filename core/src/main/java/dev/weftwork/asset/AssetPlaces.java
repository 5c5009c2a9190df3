package dev.weftwork.asset;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageDescription;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Ways to make one place for assets of two. */
public final class AssetPlaces {
    private AssetPlaces() {}

    /**
     * The directory that the library manages, or another place if that directory cannot be written, such as the table of
     * blobs beside the graphs. Which of the two it is, is looked at now; content is found in both.
     *
     * @param directory where; {@code assets} is made in it
     * @param fallback takes content if the directory does not
     * @return the place; a description with a notice {@code fallback} says that the directory is not used
     */
    public static AssetAdapter directoryOr(Path directory, AssetAdapter fallback) {
        return firstWritable(DirectoryAssets.at(directory), fallback);
    }

    /**
     * A place, or another if the first cannot be written. Which of the two it is, is looked at now; content is found in
     * both. So one that was used while the other was away may stay where it is.
     *
     * @param preferred takes content if it can be written
     * @param fallback takes content else
     * @return the place; a description with a notice {@code fallback} says that the preferred one is not used
     */
    public static AssetAdapter firstWritable(AssetAdapter preferred, AssetAdapter fallback) {
        Objects.requireNonNull(preferred, "A preferred place is needed; it is used if it can be written");
        Objects.requireNonNull(fallback, "A fallback is needed; it is used if the preferred place cannot be written");
        StorageDescription wanted = preferred.description();
        if (wanted.writable()) {
            return new LayeredAssets(preferred, fallback, List.of());
        }
        String why = wanted.notices().isEmpty()
                ? wanted.place() + " cannot be written"
                : wanted.notices().get(0).message();
        String remedy = wanted.notices().isEmpty()
                ? "Allow the program to write there"
                : wanted.notices().get(0).remedy();
        CapabilityNotice notice = new CapabilityNotice(
                "fallback",
                "Assets are kept at " + fallback.description().place() + ", since of the preferred place is said: "
                        + why,
                remedy + "; it is used from the next start on, and relocateAssets(…) moves there what came meanwhile");
        return new LayeredAssets(fallback, preferred, List.of(notice));
    }

    /**
     * Two places as one: content goes to the first, and is found in both. What both hold counts once.
     *
     * @param first takes content
     * @param second is read, and deleted from, alone
     * @return the place; closing it closes both
     */
    public static AssetAdapter layered(AssetAdapter first, AssetAdapter second) {
        return new LayeredAssets(
                Objects.requireNonNull(first, "A first place is needed; content goes there"),
                Objects.requireNonNull(second, "A second place is needed; content is looked for there, too"),
                List.of());
    }
}
