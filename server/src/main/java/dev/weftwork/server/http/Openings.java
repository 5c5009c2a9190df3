package dev.weftwork.server.http;

import dev.weftwork.change.GraphState;
import dev.weftwork.version.DamagedVersionException;
import dev.weftwork.version.SavedVersion;
import dev.weftwork.version.VersionBook;

/**
 * Opens versions. Many ask at once, and a version that somebody made up takes kilobytes packed and far more when it is
 * opened: those that are open at a time have a bound, beside which small ones do not count. Thread-safe.
 *
 * @param budget what those that are open share
 * @param most how many characters one of them may come to
 */
record Openings(ByteBudget budget, long most) {
    /** What a version is tried with at first; few come to more. */
    private static final long FEW = 128 << 10;
    /** So much more the next time, which costs a seventh at most beside the last try. */
    private static final int MORE = 8;
    /** Bytes for each character: unpacked, as a graph, as a document, and as a reply. */
    static final int BYTES = 8;

    private static final long SMALL = 2 * FEW * BYTES;

    /** A version and what it holds. */
    record Opened(SavedVersion version, GraphState content) {}

    /** With the usual bound for one. */
    static Openings sharing(ByteBudget budget) {
        long most = Math.max(16L << 20, Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 64));
        return new Openings(budget, most);
    }

    /** The right to open one. */
    Permit permit() {
        return new Permit(budget, SMALL, "Other large versions are being opened");
    }

    /** Opens one with as much room as it needs; refuses while others have that. */
    Opened open(GraphState state, int number, Permit permit) {
        long taken = 0;
        for (long room = FEW; room < most; room *= MORE) {
            permit.take(room * BYTES - taken);
            taken = room * BYTES;
            try {
                return opened(state, number, room);
            } catch (DamagedVersionException e) {
                // damaged, or larger than that
            }
        }
        permit.take(most * BYTES - taken);
        try {
            return opened(state, number, most);
        } catch (DamagedVersionException e) {
            throw new ProblemException(
                    409,
                    "version-damaged",
                    "What this version holds is not what was saved, or too large to be opened here; others can be read");
        }
    }

    private static Opened opened(GraphState state, int number, long most) throws DamagedVersionException {
        VersionBook book = VersionBook.of(state);
        SavedVersion version = book.version(number)
                .orElseThrow(() -> new ProblemException(
                        404, "no-such-version", "The workflow has no version of this number; list them first"));
        return new Opened(
                version,
                book.content(version, most)
                        .orElseThrow(() -> new ProblemException(
                                409, "version-incomplete", "Part of this version has not arrived here yet")));
    }
}
