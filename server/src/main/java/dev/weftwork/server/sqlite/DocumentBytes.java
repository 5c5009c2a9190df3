package dev.weftwork.server.sqlite;

/** How many bytes the documents of a workspace take up. */
final class DocumentBytes {
    /** Of one document. */
    static final String OF_ONE = "octet_length(body) + octet_length(names)";

    private static final String TABLE = "document_bytes";
    /** Of the workspace whose row is selected. */
    static final String OF_SELECTED = CountedBytes.ofSelected(TABLE);

    private DocumentBytes() {}

    /** The count of a workspace, which was so much when the transaction began. */
    static CountedBytes of(Sql sql, String workspace, long held) {
        return new CountedBytes(sql, TABLE, workspace, held);
    }
}
