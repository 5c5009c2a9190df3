package dev.weftwork.store;

import dev.weftwork.graph.WorkflowId;

/** The names of the store's settings on the medium. */
final class Keys {
    /** The schema version of the file. */
    static final String SCHEMA = "schema";

    /** The log position up to which rows are folded. */
    static final String FOLDED = "folded";

    /** How often rows were folded: what a process remembers of rows holds as long as this is what it last wrote. */
    static final String FOLDS = "folds";

    /** The replica's numbers as of that position. */
    static final String CLOCK = "clock";

    /** The server that the store is attached to; not set while it is its own authority. */
    static final String AUTHORITY = "authority";

    /** The checksum of the settings above and of the one below. */
    static final String SEAL = "seal";

    /** How many workflow rows there are, and their sum. */
    static final String WORKFLOWS = "workflows";

    /** Which rows the pages of the list repeat; not set if they have to be made anew. */
    static final String LIST = "list";

    /** Before the number of a page of the list of workflows. */
    static final String LIST_PAGE = "list/";

    /** Before the id of a workflow: how many rows it has, and their sum. */
    static final String ROWS = "rows/";

    /** Before the name of a process: how far it has read and when it was last there. */
    static final String PROCESS = "process/";

    /** Before the name of a lease: who holds it until when. */
    static final String LEASE = "lease/";

    /** Before the id of an operation that was refused for good: the operation, and why. */
    static final String DEAD = "dead/";

    /** Before the name of a conflict: both values. */
    static final String CONFLICT = "conflict/";

    /** Up to which log position the server may have lost what it once admitted; not set once it has it again. */
    static final String REOFFER = "reoffer";

    /** Which workflows are followed; not set while all are. */
    static final String FOLLOWED = "followed";

    /** Under which names the latest operations go on since the store was attached. */
    static final String RENAMED = "renamed";

    /** Log positions and when the log had come so far: what is older than the keeping time may go. */
    static final String KEPT = "kept";

    /** Before the name of an import: the process that runs it, and the hashes of what it is about to put. */
    static final String IMPORT = "import/";

    private Keys() {}

    static String rows(WorkflowId id) {
        return ROWS + id.value();
    }
}
