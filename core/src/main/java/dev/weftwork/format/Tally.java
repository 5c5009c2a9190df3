package dev.weftwork.format;

import java.util.ArrayList;
import java.util.List;

/** Counts what reading finds. Confined to one document. */
final class Tally {
    private final List<String> notes = new ArrayList<>();
    private int dangling;
    private int duplicates;
    private int missing;
    private int unmapped;

    void dangling(String where, String what) {
        dangling++;
        note(where + " links " + what + ", which is not in the document; kept aside");
    }

    void duplicate(String where, String id, String given) {
        duplicates++;
        note(where + " repeats the id '" + excerpt(id) + "'; called '" + excerpt(given) + "' here");
    }

    /** An id that is not the document's own, for one reason or the other. */
    void renamed(String where, String id, String given) {
        if (IdPool.isUsable(id)) {
            duplicate(where, id, given);
        } else {
            missing(where, given);
        }
    }

    void missing(String where, String given) {
        missing++;
        note(where + " has no usable id; called '" + excerpt(given) + "' here");
    }

    void unmapped(String where, String why) {
        unmapped++;
        note(where + " " + why + "; kept as it is");
    }

    void note(String note) {
        if (notes.size() < FlowReport.MAX_NOTES) {
            notes.add(note);
        }
    }

    FlowReport report(int nodes, int edges) {
        return new FlowReport(nodes, edges, dangling, duplicates, missing, unmapped, notes);
    }

    static String quoted(String id) {
        return "'" + excerpt(id) + "'";
    }

    static String excerpt(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
