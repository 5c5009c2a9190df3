package dev.weftwork.schema;

import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;

/**
 * One step from a schema version to the next. It runs in the transaction that also writes the new version, so a crash
 * leaves the file fully old or fully new.
 */
@FunctionalInterface
public interface Migration {
    /**
     * Does the step.
     *
     * @param transaction sees the file in the old version and leaves it in the new one
     * @throws IOException to give up; nothing is changed then
     */
    void apply(WriteTransaction transaction) throws IOException;
}
