package dev.weftwork.format;

import java.util.List;

/**
 * What reading a document found. Nothing that it counts is lost: all of it comes back when the workflow is written.
 *
 * @param nodes how many nodes were read
 * @param edges how many edges were read
 * @param danglingLinks links whose source or target is not in the document; they are kept aside, not as edges
 * @param duplicateIds ids that stood there before; their nodes and edges were given a suffix
 * @param missingIds nodes and edges without a usable id of their own; they were given one
 * @param unmappedParts entries among the nodes or links that are neither; they are kept aside
 * @param notes what and where, in words; at most {@value #MAX_NOTES}
 */
public record FlowReport(
        int nodes,
        int edges,
        int danglingLinks,
        int duplicateIds,
        int missingIds,
        int unmappedParts,
        List<String> notes) {
    /** How many notes are kept at most. */
    public static final int MAX_NOTES = 100;

    /**
     * Copies the notes.
     *
     * @param nodes how many nodes were read
     * @param edges how many edges were read
     * @param danglingLinks links without a source or target
     * @param duplicateIds ids that stood there before
     * @param missingIds nodes and edges without a usable id
     * @param unmappedParts entries that are neither node nor link
     * @param notes what and where
     */
    public FlowReport {
        notes = List.copyOf(notes);
    }
}
