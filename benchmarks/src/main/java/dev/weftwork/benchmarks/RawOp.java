package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Link;
import dev.weftwork.benchmarks.SampleGraph.Step;
import dev.weftwork.graph.Ids;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import java.util.Map;

/** The text of an oplog row: what was written, as our log has it, without our stamps. */
final class RawOp {
    private static final Ids IDS = Ids.system();

    private final StringBuilder out;
    private boolean more;

    RawOp(String workflow, int expectedLength) {
        out = new StringBuilder(expectedLength);
        out.append("{\"op\":\"").append(IDS.next()).append("\",\"workflow\":\"").append(workflow);
        out.append("\",\"at\":").append(System.currentTimeMillis()).append(",\"writes\":[");
    }

    void add(Step step, String config) {
        entity("node", step.id());
        out.append("\"config\":").append(config).append(',');
        point(step.x(), step.y());
        out.append(",\"size\":{\"height\":").append(OurStore.HEIGHT).append(",\"width\":");
        out.append(OurStore.WIDTH).append("},\"title\":").append(JsonWriter.quote(step.title()));
        out.append(",\"type\":\"").append(step.type()).append("\"}]");
    }

    void add(Link link) {
        entity("edge", link.id());
        out.append("\"ends\":{\"source\":\"").append(link.source());
        out.append("\",\"sourceHandle\":\"").append(OurStore.OUT);
        out.append("\",\"target\":\"").append(link.target());
        out.append("\",\"targetHandle\":\"").append(OurStore.IN).append("\"}}]");
    }

    String text() {
        return out.append("]}").toString();
    }

    static String move(String workflow, Step node, double x, double y) {
        RawOp op = new RawOp(workflow, 256);
        op.entity("node", node.id());
        op.point(x, y);
        op.out.append("}]");
        return op.text();
    }

    private void entity(String kind, String id) {
        out.append(more ? ",[\"" : "[\"")
                .append(kind)
                .append("\",\"")
                .append(id)
                .append("\",{");
        more = true;
    }

    private void point(double x, double y) {
        out.append("\"position\":{\"x\":").append(x).append(",\"y\":").append(y).append('}');
    }

    /** A config as one text. */
    static String config(Step step) {
        StringBuilder text = new StringBuilder(320).append('{');
        for (Map.Entry<String, Json> entry : step.config().entrySet()) {
            text.append(text.length() > 1 ? ",\"" : "\"").append(entry.getKey()).append("\":");
            text.append(entry.getValue().text());
        }
        return text.append('}').toString();
    }
}
