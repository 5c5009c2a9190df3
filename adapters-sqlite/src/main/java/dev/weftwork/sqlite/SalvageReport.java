package dev.weftwork.sqlite;

import java.util.List;

/**
 * What a salvage brought.
 *
 * @param entries how many log entries were read
 * @param rows how many rows were read
 * @param settings how many settings were read
 * @param losses what could not be read, for people; empty if everything could
 */
public record SalvageReport(long entries, long rows, long settings, List<String> losses) {
    /**
     * Copies the list.
     *
     * @param entries how many log entries were read
     * @param rows how many rows were read
     * @param settings how many settings were read
     * @param losses what could not be read
     */
    public SalvageReport {
        losses = List.copyOf(losses);
    }
}
