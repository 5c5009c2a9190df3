package dev.weftwork.version;

import java.util.Objects;

/**
 * A version that somebody saved.
 *
 * @param id names it for ever
 * @param number its place among the workflow's versions, from 1 without gaps and the same for everybody; 0 while the
 *     authority has not numbered it
 * @param author who saved it, perhaps empty
 * @param note what they said of it, perhaps empty
 * @param savedAt when, by the clock of the device that saved it, in milliseconds since 1970
 * @param root names the content: versions of equal content have equal roots
 */
public record SavedVersion(VersionId id, int number, String author, String note, long savedAt, String root) {
    /**
     * Checks that all is there.
     *
     * @param id names it
     * @param number its place, or 0
     * @param author who saved it
     * @param note what they said
     * @param savedAt when
     * @param root names the content
     */
    public SavedVersion {
        Objects.requireNonNull(id, "The id of the version is needed");
        Objects.requireNonNull(author, "An author may be empty but not null");
        Objects.requireNonNull(note, "A note may be empty but not null");
        Objects.requireNonNull(root, "The root of a content is needed; versions() gives versions that have one");
    }

    /**
     * Whether the authority has given it its number.
     *
     * @return true if it has
     */
    public boolean isNumbered() {
        return number > 0;
    }

    /**
     * The same version with another number.
     *
     * @param place the number, or 0 for none
     * @return the version
     */
    public SavedVersion numbered(int place) {
        return new SavedVersion(id, place, author, note, savedAt, root);
    }
}
