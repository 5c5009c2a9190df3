package dev.weftwork.server;

import dev.weftwork.change.Verdict;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the server counts, in the text form of Prometheus. Labels never hold what users chose. Thread-safe. */
public final class ServerMetrics {
    private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> ops = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> slow = new ConcurrentHashMap<>();
    private final LongAdder nanos = new LongAdder();
    private final LongAdder snapshots = new LongAdder();

    /** Nothing is counted yet. */
    public ServerMetrics() {}

    /**
     * Counts a request.
     *
     * @param route which route, by its pattern
     * @param status the answer's status
     * @param duration how long it took, in nanoseconds
     */
    public void requested(String route, int status, long duration) {
        add(requests, "route=\"" + route + "\",status=\"" + status + "\"");
        nanos.add(duration);
    }

    /**
     * Counts a request that took longer than it should.
     *
     * @param route which route, by its pattern
     */
    public void slow(String route) {
        add(slow, "route=\"" + route + "\"");
    }

    /** Counts a snapshot that had to be made. */
    public void snapshotMade() {
        snapshots.increment();
    }

    /**
     * Counts what became of operations.
     *
     * @param answer the answers
     */
    public void answered(PushAnswer answer) {
        for (OpAnswer each : answer.answers()) {
            add(ops, "result=\"" + result(each) + "\"");
        }
    }

    private static String result(OpAnswer answer) {
        if (answer instanceof OpAnswer.Decided decided) {
            Verdict verdict = decided.verdict();
            return verdict.kind().name().toLowerCase(Locale.ROOT);
        }
        return answer instanceof OpAnswer.Duplicate ? "duplicate" : "retryable";
    }

    private static void add(Map<String, LongAdder> counters, String labels) {
        counters.computeIfAbsent(labels, name -> new LongAdder()).increment();
    }

    /**
     * All of it.
     *
     * @param waiting how many requests and channels wait
     * @return the text form of Prometheus
     */
    public String text(int waiting) {
        StringBuilder out = new StringBuilder();
        write(out, "weftwork_requests_total", "Requests by route and status.", requests);
        write(out, "weftwork_ops_total", "Operations by what became of them.", ops);
        write(out, "weftwork_slow_requests_total", "Requests that took longer than they should, by route.", slow);
        out.append("# HELP weftwork_request_seconds_total Time spent on requests.\n")
                .append("# TYPE weftwork_request_seconds_total counter\n")
                .append("weftwork_request_seconds_total ")
                .append(nanos.sum() / 1e9)
                .append('\n');
        out.append("# HELP weftwork_snapshots_made_total Snapshots that were made, not found ready.\n")
                .append("# TYPE weftwork_snapshots_made_total counter\n")
                .append("weftwork_snapshots_made_total ")
                .append(snapshots.sum())
                .append('\n');
        out.append("# HELP weftwork_waiting Requests and channels that wait for news.\n")
                .append("# TYPE weftwork_waiting gauge\n")
                .append("weftwork_waiting ")
                .append(waiting)
                .append('\n');
        return out.toString();
    }

    private static void write(StringBuilder out, String name, String help, Map<String, LongAdder> counters) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(" counter\n");
        new TreeMap<>(counters)
                .forEach((labels, count) -> out.append(name)
                        .append('{')
                        .append(labels)
                        .append("} ")
                        .append(count.sum())
                        .append('\n'));
    }
}
