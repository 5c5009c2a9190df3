package dev.weftwork.sqlite;

import dev.weftwork.spi.Row;
import java.io.IOException;

/** Takes what {@link SqliteStorage#salvage} could read from a damaged file. Called on the salvaging thread. */
public interface SalvageVisitor {
    /**
     * Takes a log entry. Entries come in order, perhaps with gaps.
     *
     * @param position its position
     * @param body its body, which nobody has checked
     * @throws IOException to give up
     */
    void entry(long position, String body) throws IOException;

    /**
     * Takes a row.
     *
     * @param row the row, which nobody has checked
     * @throws IOException to give up
     */
    void row(Row row) throws IOException;

    /**
     * Takes a setting.
     *
     * @param name its name
     * @param value its value
     * @throws IOException to give up
     */
    void setting(String name, String value) throws IOException;
}
