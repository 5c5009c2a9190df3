package dev.weftwork.change;

import java.util.List;

/**
 * What happens to some replicas, step by step; numbers that mean nothing by themselves, so that scripts shrink well.
 *
 * @param steps the steps
 */
record Script(List<Step> steps) {
    /** What can happen. */
    enum Act {
        EDIT,
        EDIT_AGAIN,
        UNDO,
        SEND,
        SEND_AGAIN,
        PULL,
        TIME_PASSES,
        CLOCK_JUMPS,
        RESTART
    }

    /** One step: which replica, what it does, and two numbers to choose by. */
    record Step(int replica, Act act, int one, int two) {}
}
