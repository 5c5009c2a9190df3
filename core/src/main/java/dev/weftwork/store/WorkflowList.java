package dev.weftwork.store;

import dev.weftwork.change.LikelyNames;
import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.oplog.SealedText;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The list of workflows, packed into pages so that opening reads some hundred settings and not each workflow's row. It
 * repeats what is in the rows and is never more than that: whoever changes rows without it leaves it out of date, which
 * shows, and then the rows are read and the next fold writes it anew.
 */
final class WorkflowList {
    /** On average. A fold writes a page anew for each workflow in it that changed. */
    private static final int MOST_LINES = 64;

    private static final int HEX = 16;
    private static final int SUM_DIGITS = Integer.BYTES * 2;

    private WorkflowList() {}

    /**
     * Which rows the pages repeat.
     *
     * @param schema the version of the file
     * @param folds how often rows had been folded
     * @param pages how many pages there are, a power of two
     * @param summary how many of them were written, and the sum of their checksums
     */
    private record Head(String schema, long folds, int pages, RowSummary summary) {
        static Optional<Head> read(ReadTransaction moment) throws IOException {
            String text = moment.setting(Keys.LIST);
            if (text == null) {
                return Optional.empty();
            }
            try {
                String[] parts = SealedText.open(Keys.LIST, text).split(" ", -1);
                return Optional.of(new Head(
                        parts[0], Long.parseLong(parts[1]), Integer.parseInt(parts[2]), RowSummary.parse(parts[3])));
            } catch (DamagedTextException | NumberFormatException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }

        void write(WriteTransaction transaction) throws IOException {
            String text = schema + " " + folds + " " + pages + " " + summary;
            transaction.setting(Keys.LIST, SealedText.seal(Keys.LIST, text));
        }

        /** Whether the pages were right when rows were folded for the last time. */
        boolean holds(long timesFolded, ReadTransaction moment) throws IOException {
            return folds == timesFolded && schema.equals(moment.setting(Keys.SCHEMA));
        }

        int pageOf(String id) {
            int hash = id.hashCode();
            return (hash ^ hash >>> HEX) & (pages - 1);
        }
    }

    /** All lines, or nothing if they are not known to be what the rows say. */
    static Optional<List<ListLine>> read(ReadTransaction moment, long folds, RowSummary rows) throws IOException {
        Optional<Head> head = Head.read(moment);
        if (head.isEmpty() || !head.get().holds(folds, moment)) {
            return Optional.empty();
        }
        List<ListLine> lines = new ArrayList<>((int) Math.min(rows.count(), Integer.MAX_VALUE / 2));
        RowSummary[] pages = {RowSummary.EMPTY};
        try {
            moment.settings(Keys.LIST_PAGE, (name, text) -> {
                ListLine.read(SealedText.open(name, text), lines::add);
                pages[0] = pages[0].plus(sum(text));
            });
        } catch (DamagedTextException | IllegalArgumentException e) {
            // the rows know
            return Optional.empty();
        }
        RowSummary found = RowSummary.EMPTY;
        for (ListLine line : lines) {
            found = found.plus(line.sum());
        }
        return found.equals(rows) && pages[0].equals(head.get().summary) ? Optional.of(lines) : Optional.empty();
    }

    /** The list is not what the rows say from here on. */
    static void forget(WriteTransaction transaction) throws IOException {
        transaction.setting(Keys.LIST, null);
    }

    /**
     * Brings the list up to rows that were written, or makes it from all of them.
     *
     * @param changed the lines of the workflows whose rows were written, by id
     * @param folds how often rows had been folded before
     * @param rows how many workflows there are now
     */
    static void fold(Map<String, String> changed, long folds, RowSummary rows, WriteTransaction transaction)
            throws IOException {
        Optional<Head> head = Head.read(transaction);
        boolean fits = head.isPresent()
                && head.get().holds(folds, transaction)
                && rows.count() <= (long) head.get().pages * MOST_LINES;
        if (!fits || !change(head.get(), changed, transaction)) {
            make(folds + 1, rows, transaction);
        }
    }

    private static boolean change(Head head, Map<String, String> changed, WriteTransaction transaction)
            throws IOException {
        Map<Integer, Map<String, String>> byPage = new HashMap<>();
        changed.forEach((id, line) ->
                byPage.computeIfAbsent(head.pageOf(id), each -> new HashMap<>()).put(id, line));
        RowSummary summary = head.summary;
        for (Map.Entry<Integer, Map<String, String>> page : byPage.entrySet()) {
            String name = Keys.LIST_PAGE + page.getKey();
            String before = transaction.setting(name);
            Map<String, String> lines = new LinkedHashMap<>();
            if (before != null) {
                try {
                    ListLine.read(
                            SealedText.open(name, before),
                            line -> lines.put(line.id().value(), line.text()));
                } catch (DamagedTextException | IllegalArgumentException e) {
                    return false;
                }
                summary = summary.minus(sum(before));
            }
            lines.putAll(page.getValue());
            summary = summary.plus(put(name, lines.values(), transaction));
        }
        new Head(head.schema, head.folds + 1, head.pages, summary).write(transaction);
        return true;
    }

    private static void make(long folds, RowSummary rows, WriteTransaction transaction) throws IOException {
        List<String> old = new ArrayList<>();
        transaction.settings(Keys.LIST_PAGE, (name, text) -> old.add(name));
        for (String name : old) {
            transaction.setting(name, null);
        }
        // half full, so that it does not have to be made again soon
        long wanted = Math.max(1, rows.count() * 2 / MOST_LINES);
        int pages = Integer.highestOneBit((int) Math.min(wanted, 1 << HEX));
        Head head = new Head(transaction.setting(Keys.SCHEMA) + "", folds, pages, RowSummary.EMPTY);
        LikelyNames names = new LikelyNames();
        Map<Integer, List<String>> byPage = new HashMap<>();
        transaction.rowsOfKind("workflow", row -> {
            if (row.id().equals(row.workflowId())) {
                FoldedRow read = Damage.guard(() -> FoldedRow.read(row, names));
                byPage.computeIfAbsent(head.pageOf(row.id()), each -> new ArrayList<>())
                        .add(ListLine.write(read.entities().get(0), row.updatedAt(), read.sum()));
            }
        });
        RowSummary summary = RowSummary.EMPTY;
        for (Map.Entry<Integer, List<String>> page : byPage.entrySet()) {
            summary = summary.plus(put(Keys.LIST_PAGE + page.getKey(), page.getValue(), transaction));
        }
        new Head(head.schema, folds, pages, summary).write(transaction);
    }

    private static int put(String name, Iterable<String> lines, WriteTransaction transaction) throws IOException {
        String text = SealedText.seal(name, String.join("", lines));
        transaction.setting(name, text);
        return sum(text);
    }

    /** The checksum that stands before the text. */
    private static int sum(String sealed) {
        return Integer.parseUnsignedInt(sealed, 0, SUM_DIGITS, HEX);
    }
}
