package dev.weftwork.examples.mvstore;

import dev.weftwork.spi.Row;

/** A row as one text: every part with its length in front. */
final class RowText {
    private final String text;
    private int at;

    private RowText(String text) {
        this.text = text;
    }

    static String write(Row row) {
        return Keys.part(row.kind())
                + Keys.part(row.workflowId())
                + Keys.part(row.id())
                + Keys.part(Long.toString(row.version()))
                + Keys.part(Long.toString(row.updatedAt()))
                + Keys.part(row.json())
                + Keys.part(row.stamps());
    }

    static Row read(String text) {
        RowText parts = new RowText(text);
        return new Row(
                parts.next(),
                parts.next(),
                parts.next(),
                Long.parseLong(parts.next()),
                Long.parseLong(parts.next()),
                parts.next(),
                parts.next());
    }

    private String next() {
        int colon = text.indexOf(':', at);
        int begin = colon + 1;
        int end = begin + Integer.parseInt(text, at, colon, 10);
        at = end;
        return text.substring(begin, end);
    }
}
