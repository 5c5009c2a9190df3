package dev.weftwork.archive;

import org.jspecify.annotations.Nullable;

/** A package that was not taken, or could not be made, with what to do about it. Nothing was kept of it. */
public final class PackageFormatException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong. */
    private final Code code;

    /** What to do. */
    private final String remedy;

    /** What can be wrong with a package. The names are stable. */
    public enum Code {
        /** The file is no ZIP archive. */
        NOT_A_ZIP,
        /** The file ends too early. */
        TRUNCATED,
        /** The archive is one of several parts. */
        SPLIT,
        /** The archive's 64-bit fields contradict its other fields. */
        ZIP64_MISMATCH,
        /** What stands before an entry's data is not what the archive's directory says. */
        HEADER_MISMATCH,
        /** Entries share bytes, or bytes belong to no entry. */
        OVERLAP,
        /** An entry is encrypted. */
        ENCRYPTED,
        /** An entry is compressed in a way other than deflate. */
        UNSUPPORTED_METHOD,
        /** A name holds {@code ..} or an empty or dotted step. */
        PATH_TRAVERSAL,
        /** A name begins with a slash. */
        ABSOLUTE_PATH,
        /** A name holds a backslash. */
        BACKSLASH,
        /** A name holds a drive letter or a stream name. */
        DRIVE_LETTER,
        /** A name is empty, too long, not Unicode, or holds control characters. */
        BAD_NAME,
        /** An entry is a link or a device. */
        LINK,
        /** Two entries have one name. */
        DUPLICATE_NAME,
        /** Two names differ only in upper and lower case. */
        CASE_CLASH,
        /** Two names differ only in how their characters are composed. */
        UNICODE_CLASH,
        /** There are more entries than the limit. */
        TOO_MANY_ENTRIES,
        /** Unpacked, an entry or the whole would be larger than the limit. */
        TOO_LARGE,
        /** An entry unpacks to suspiciously many times its size. */
        COMPRESSION_BOMB,
        /** An entry is an archive itself. */
        NESTED_ARCHIVE,
        /** Data does not match its checksum, or cannot be unpacked. */
        CORRUPT_DATA,
        /** There is no manifest. */
        MANIFEST_MISSING,
        /** The manifest is not what its schema demands. */
        MANIFEST_INVALID,
        /** The manifest does not say its version. */
        VERSION_MISSING,
        /** The manifest is of another version. */
        VERSION_UNSUPPORTED,
        /** The manifest names a file that is not there. */
        FILE_MISSING,
        /** A file is not as long as the manifest says. */
        SIZE_MISMATCH,
        /** A file's hash is not what the manifest says. */
        HASH_MISMATCH,
        /** The workflow's document cannot be read. */
        WORKFLOW_INVALID,
        /** The workflow refers to an asset that the manifest does not name, or that the store does not have. */
        ASSET_MISSING
    }

    /**
     * A refusal.
     *
     * @param code what is wrong
     * @param message what is wrong, with the name of the thing
     * @param remedy what to do
     * @param cause what brought it to light, or null
     */
    public PackageFormatException(Code code, String message, String remedy, @Nullable Throwable cause) {
        super(message + ". " + remedy, cause);
        this.code = code;
        this.remedy = remedy;
    }

    /**
     * A refusal without a cause.
     *
     * @param code what is wrong
     * @param message what is wrong, with the name of the thing
     * @param remedy what to do
     */
    public PackageFormatException(Code code, String message, String remedy) {
        this(code, message, remedy, null);
    }

    /**
     * What is wrong.
     *
     * @return a stable code
     */
    public Code code() {
        return code;
    }

    /**
     * What to do.
     *
     * @return a sentence for people
     */
    public String remedy() {
        return remedy;
    }
}
