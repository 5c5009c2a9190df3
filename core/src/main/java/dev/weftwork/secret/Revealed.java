package dev.weftwork.secret;

import dev.weftwork.graph.Json;
import java.util.Optional;

/**
 * What a secret field holds, as far as it can be read. The text of none of these shows a value, so that a log line about
 * one gives nothing away.
 */
public sealed interface Revealed {
    /** The kinds of answers, for a switch. */
    enum Kind {
        /** The value was decrypted. */
        OPEN,
        /** The value lies there as it is, not encrypted. */
        PLAIN,
        /** The value cannot be decrypted now. */
        LOCKED,
        /** The value does not open with its key in this field. */
        TAMPERED,
        /** There is no value. */
        ABSENT
    }

    /**
     * Which of them this is.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The value, if it can be read.
     *
     * @return the value of {@link Open} and {@link Plain}; otherwise empty
     */
    default Optional<Json> value() {
        return Optional.empty();
    }

    /**
     * A value that was decrypted.
     *
     * @param keyId the key that it was encrypted with
     * @param json the value
     */
    record Open(String keyId, Json json) implements Revealed {
        @Override
        public Kind kind() {
            return Kind.OPEN;
        }

        @Override
        public Optional<Json> value() {
            return Optional.of(json);
        }

        @Override
        public String toString() {
            return "Open[keyId=" + keyId + "]";
        }
    }

    /**
     * A value that is not encrypted, be it that its field was not secret when it was written, or is not now.
     *
     * @param json the value
     */
    record Plain(Json json) implements Revealed {
        @Override
        public Kind kind() {
            return Kind.PLAIN;
        }

        @Override
        public Optional<Json> value() {
            return Optional.of(json);
        }

        @Override
        public String toString() {
            return "Plain[]";
        }
    }

    /**
     * A value whose key is not at hand. It stays as it is and opens once the key is there.
     *
     * @param keyId the key that it was encrypted with
     * @param reason what is missing, and what to do
     */
    record Locked(String keyId, String reason) implements Revealed {
        @Override
        public Kind kind() {
            return Kind.LOCKED;
        }
    }

    /**
     * A value that was changed, or copied here from another field, or encrypted with another key of the same name. It
     * stays as it is.
     *
     * @param keyId the key that it names
     */
    record Tampered(String keyId) implements Revealed {
        @Override
        public Kind kind() {
            return Kind.TAMPERED;
        }
    }

    /** There is no value. */
    record Absent() implements Revealed {
        @Override
        public Kind kind() {
            return Kind.ABSENT;
        }
    }
}
