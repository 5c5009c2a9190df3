package dev.weftwork.spi;

import org.jspecify.annotations.Nullable;

/** A storage that cannot be used as asked, with what to do about it. Nothing that was edited is lost by it. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What a caller can decide on. */
    private final Kind kind;

    /** What to do. */
    private final String remedy;

    /** What a caller can decide on. */
    public enum Kind {
        /** No space is left, or too many edits wait for space; edits go on as soon as there is some. */
        FULL,
        /** Another process holds the file, or the adapter was closed. */
        LOCKED,
        /** The file is damaged. */
        CORRUPT,
        /** The file or its directory cannot be written. */
        READ_ONLY,
        /** A newer version of this library wrote the file. */
        NEWER_SCHEMA,
        /** The file lies where this library cannot keep it safe, or is no file of ours. */
        UNSUPPORTED,
        /** What was opened was deleted, moved or replaced by somebody else; what is written now would be lost with it. */
        GONE,
        /** The medium failed in another way; trying again may help. */
        IO
    }

    /**
     * A failure.
     *
     * @param kind what a caller can decide on
     * @param message what is wrong, with the name of the thing
     * @param remedy what to do
     * @param cause what brought it to light, or null
     */
    public StorageException(Kind kind, String message, String remedy, @Nullable Throwable cause) {
        super(message + ". " + remedy, cause);
        this.kind = kind;
        this.remedy = remedy;
    }

    /**
     * A failure without a cause.
     *
     * @param kind what a caller can decide on
     * @param message what is wrong, with the name of the thing
     * @param remedy what to do
     */
    public StorageException(Kind kind, String message, String remedy) {
        this(kind, message, remedy, null);
    }

    /**
     * What a caller can decide on.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
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
