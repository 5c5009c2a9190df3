package dev.weftwork.change;

import java.util.List;

/** When processes that share one file write, by clocks that say anything. */
record Moments(List<Moment> all) {
    /** One write, perhaps right after the process was killed and started again. */
    record Moment(int process, boolean restarted, long wallMillis) {}
}
