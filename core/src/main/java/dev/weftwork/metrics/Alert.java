package dev.weftwork.metrics;

import java.time.Duration;
import java.util.Locale;

/** Something about operations of one kind that somebody should know. What an operation was about is never in it. */
public sealed interface Alert {
    /**
     * Which operations it is about.
     *
     * @return the kind
     */
    OperationKind operation();

    /**
     * When it was noticed.
     *
     * @return milliseconds since 1970
     */
    long atMillis();

    /**
     * Which alert this is.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * What to show to a person.
     *
     * @return a sentence
     */
    String message();

    /** The alerts. */
    enum Kind {
        /** An operation took longer than it should. */
        SLOW,
        /** Operations fail too often. */
        FAILING,
        /** Operations that failed too often work again. */
        RECOVERED
    }

    /**
     * An operation took longer than it should.
     *
     * @param operation which
     * @param took how long it took
     * @param limit how long it may take
     * @param more how many others of the kind were slow since the last such alert
     * @param atMillis when it ended
     */
    record Slow(OperationKind operation, Duration took, Duration limit, long more, long atMillis) implements Alert {
        @Override
        public Kind kind() {
            return Kind.SLOW;
        }

        @Override
        public String message() {
            return "An operation of the kind " + name(operation) + " took " + took.toMillis() + " ms, and "
                    + limit.toMillis() + " ms are expected" + (more == 0 ? "" : "; " + more + " more were slow before");
        }
    }

    /**
     * So many operations failed within a time. {@link Recovered} follows once they work again.
     *
     * @param operation which
     * @param failures how many failed
     * @param window within which time
     * @param atMillis when the last one failed
     */
    record Failing(OperationKind operation, int failures, Duration window, long atMillis) implements Alert {
        @Override
        public Kind kind() {
            return Kind.FAILING;
        }

        @Override
        public String message() {
            return failures + " operations of the kind " + name(operation) + " failed within " + window.toSeconds()
                    + " s";
        }
    }

    /**
     * An operation succeeded, and not half as many failed lately as make an alert.
     *
     * @param operation which
     * @param lasted how long it went badly
     * @param atMillis when the operation succeeded
     */
    record Recovered(OperationKind operation, Duration lasted, long atMillis) implements Alert {
        @Override
        public Kind kind() {
            return Kind.RECOVERED;
        }

        @Override
        public String message() {
            return "Operations of the kind " + name(operation) + " work again after " + lasted.toSeconds() + " s";
        }
    }

    private static String name(OperationKind operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }
}
