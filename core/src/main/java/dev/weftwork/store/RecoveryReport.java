package dev.weftwork.store;

import dev.weftwork.change.DeviceId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a recovery kept and what it lost.
 *
 * @param device the new store's replica id
 * @param workflows how many workflows there are in the new store
 * @param entities how many entities were read, dead ones included: workflows, nodes, edges, items of collections
 * @param operations how many operations were read from the log
 * @param pending how many of them wait for a server's verdict
 * @param renamed workflows whose own record is lost and whose content came back under another name
 * @param missingEntries where log entries are missing that are known to have been there
 * @param losses entities that are known to have been there, and are not or not whole
 * @param messages whatever else is to be said about what was lost, a sentence each
 */
public record RecoveryReport(
        DeviceId device,
        int workflows,
        int entities,
        int operations,
        int pending,
        List<String> renamed,
        List<Gap> missingEntries,
        List<Loss> losses,
        List<String> messages) {
    /**
     * Copies the lists.
     *
     * @param device the new store's replica id
     * @param workflows how many workflows there are
     * @param entities how many entities were read
     * @param operations how many operations were read from the log
     * @param pending how many of them wait for a server's verdict
     * @param renamed workflows whose own record is lost
     * @param missingEntries where log entries are missing
     * @param losses entities that are known to be lost
     * @param messages whatever else is to be said
     */
    public RecoveryReport {
        renamed = List.copyOf(renamed);
        missingEntries = List.copyOf(missingEntries);
        losses = List.copyOf(losses);
        messages = List.copyOf(messages);
    }

    /**
     * Log entries that were there.
     *
     * @param from the position of the first that is missing
     * @param to the position of the last
     */
    public record Gap(long from, long to) {
        @Override
        public String toString() {
            return from == to ? Long.toString(from) : from + " to " + to;
        }
    }

    /**
     * Something that was there. Its names may be damaged, too.
     *
     * @param workflow the workflow that it belongs to
     * @param kind what sort of entity it is
     * @param id its id
     * @param why how that is known
     */
    public record Loss(String workflow, String kind, String id, String why) {
        @Override
        public String toString() {
            return kind + " " + id + " of workflow " + workflow + ": " + why;
        }
    }

    /** This report with what was noticed while reading. */
    RecoveryReport with(List<Loss> unreadable, List<String> noticed) {
        List<Loss> allLosses = new ArrayList<>(unreadable);
        allLosses.addAll(losses);
        List<String> allMessages = new ArrayList<>(noticed);
        allMessages.addAll(messages);
        return new RecoveryReport(
                device, workflows, entities, operations, pending, renamed, missingEntries, allLosses, allMessages);
    }

    /**
     * Whether nothing is known to be lost. The newest edits may be gone all the same: an end that was cut off leaves no
     * trace.
     *
     * @return true if there is nothing to report
     */
    public boolean complete() {
        return renamed.isEmpty() && missingEntries.isEmpty() && losses.isEmpty() && messages.isEmpty();
    }

    /**
     * The report for a person to read.
     *
     * @return sentences; the first says what was kept
     */
    public List<String> sentences() {
        List<String> all = new ArrayList<>();
        all.add("Kept " + workflows + " workflows, " + entities + " entities in all; read " + operations
                + " operations from the log, of which " + pending + " are pending.");
        renamed.forEach(id -> all.add("The name of workflow " + id + " is lost; its content is kept."));
        if (!missingEntries.isEmpty()) {
            all.add("Log entries are missing at " + missingEntries + ".");
        }
        losses.forEach(loss -> all.add("Lost or not whole: " + loss + "."));
        all.addAll(messages);
        return List.copyOf(all);
    }
}
