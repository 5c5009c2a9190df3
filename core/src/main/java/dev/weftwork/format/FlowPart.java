package dev.weftwork.format;

/** The parts of a document that it may say nothing of. */
public enum FlowPart {
    /** What people call the workflow. */
    NAME(Slot.NAME),
    /** What part of the canvas is on screen. */
    VIEWPORT(Slot.VIEW_X),
    /** The links. */
    EDGES(Slot.EDGES);

    private final Slot slot;

    FlowPart(Slot slot) {
        this.slot = slot;
    }

    Slot slot() {
        return slot;
    }
}
