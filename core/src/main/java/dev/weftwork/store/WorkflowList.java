package dev.weftwork.store;

import dev.weftwork.change.LikelyNames;
import dev.weftwork.oplog.DamagedTextException;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.oplog.RowSummary;
import dev.weftwork.oplog.SealedText;
import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.StorageException;
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
    private static final int MOST_PAGES = 1 << HEX;
    private static final int SUM_DIGITS = Integer.BYTES * 2;

    private WorkflowList() {}

    /**
     * Which rows the pages repeat.
     *
     * @param schema the version of the file
     * @param folded how far rows had come
     * @param pages how many pages there are, a power of two
     * @param summary how many of them were written, and the sum of their checksums
     */
    private record Head(String schema, Intake.Folded folded, int pages, RowSummary summary) {
        static Optional<Head> read(ReadTransaction moment) throws IOException {
            String text = moment.setting(Keys.LIST);
            if (text == null) {
                return Optional.empty();
            }
            try {
                String[] parts = SealedText.open(Keys.LIST, text).split(" ", -1);
                Intake.Folded folded = new Intake.Folded(Long.parseLong(parts[1]), Long.parseLong(parts[2]));
                return Optional.of(new Head(parts[0], folded, Integer.parseInt(parts[3]), RowSummary.parse(parts[4])));
            } catch (DamagedTextException | NumberFormatException | IndexOutOfBoundsException e) {
                return Optional.empty();
            }
        }

        void write(WriteTransaction transaction) throws IOException {
            String text = schema + " " + folded.to() + " " + folded.times() + " " + pages + " " + summary;
            transaction.setting(Keys.LIST, SealedText.seal(Keys.LIST, text));
        }

        /**
         * Whether the pages were right when rows were written for the last time. A fold shows by how often rows were
         * folded, a snapshot that an older version of the library took by how far.
         */
        boolean holds(Intake.Folded now, ReadTransaction moment) throws IOException {
            return folded.equals(now) && schema.equals(moment.setting(Keys.SCHEMA));
        }

        int pageOf(String id) {
            int hash = id.hashCode();
            return (hash ^ hash >>> HEX) & (pages - 1);
        }
    }

    /** All lines, or nothing if they are not known to be what the rows say. */
    static Optional<List<ListLine>> read(ReadTransaction moment, Intake.Folded folded, RowSummary rows)
            throws IOException {
        Optional<Head> head = Head.read(moment);
        if (head.isEmpty() || !head.get().holds(folded, moment)) {
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

    /** The list is not what the rows say from here on; names that are in no row any more do not stay behind in it. */
    static void forget(WriteTransaction transaction) throws IOException {
        List<String> pages = new ArrayList<>();
        transaction.settings(Keys.LIST_PAGE, (name, text) -> pages.add(name));
        for (String name : pages) {
            transaction.setting(name, null);
        }
        transaction.setting(Keys.LIST, null);
    }

    /**
     * Brings the list up to rows that were written, or makes it from all of them.
     *
     * @param changed the lines of the workflows whose rows were written, by id
     * @param before how far rows had come before
     * @param after how far they have come now
     * @param rows how many workflows there are now
     * @return false if there is none now, since a row is damaged
     */
    static boolean fold(
            Map<String, String> changed,
            Intake.Folded before,
            Intake.Folded after,
            RowSummary rows,
            WriteTransaction transaction)
            throws IOException {
        Optional<Head> head = Head.read(transaction);
        boolean fits = head.isPresent()
                && head.get().holds(before, transaction)
                && (rows.count() <= (long) head.get().pages * MOST_LINES || head.get().pages == MOST_PAGES);
        return (fits && change(head.get(), changed, after, transaction)) || make(after, rows, transaction);
    }

    private static boolean change(
            Head head, Map<String, String> changed, Intake.Folded after, WriteTransaction transaction)
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
        new Head(head.schema, after, head.pages, summary).write(transaction);
        return true;
    }

    private static boolean make(Intake.Folded after, RowSummary rows, WriteTransaction transaction) throws IOException {
        forget(transaction);
        // half full, so that it does not have to be made again soon
        long wanted = Math.max(1, rows.count() * 2 / MOST_LINES);
        int pages = Integer.highestOneBit((int) Math.min(wanted, MOST_PAGES));
        Head head = new Head(transaction.setting(Keys.SCHEMA) + "", after, pages, RowSummary.EMPTY);
        boolean[] whole = {true};
        LikelyNames names = new LikelyNames();
        Map<Integer, List<String>> byPage = new HashMap<>();
        transaction.rowsOfKind("workflow", row -> {
            if (row.id().equals(row.workflowId())) {
                try {
                    FoldedRow read = Damage.guard(() -> FoldedRow.read(row, names));
                    byPage.computeIfAbsent(head.pageOf(row.id()), each -> new ArrayList<>())
                            .add(ListLine.write(read.entities().get(0), row.updatedAt(), read.sum()));
                } catch (StorageException e) {
                    // whoever looks at that workflow is told; folding the others does not depend on it
                    whole[0] = false;
                }
            }
        });
        if (!whole[0]) {
            return false;
        }
        RowSummary summary = RowSummary.EMPTY;
        for (Map.Entry<Integer, List<String>> page : byPage.entrySet()) {
            summary = summary.plus(put(Keys.LIST_PAGE + page.getKey(), page.getValue(), transaction));
        }
        new Head(head.schema, after, pages, summary).write(transaction);
        return true;
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
