package dev.weftwork.sqlite;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The steps of a close: each is taken though one before it failed, and the first failure is told in the end. */
final class Ending {
    private @Nullable SQLException failure;

    /** One of the steps. */
    @FunctionalInterface
    interface Step {
        void take() throws SQLException;
    }

    void take(Step step) {
        try {
            step.take();
        } catch (SQLException e) {
            if (failure == null) {
                failure = e;
            } else {
                failure.addSuppressed(e);
            }
        }
    }

    void throwIfFailed() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }
}
