package dev.weftwork.benchmarks;

import dev.weftwork.graph.Edge;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Workflow;
import java.util.Map;

/**
 * Reads what was loaded, into a sum: so that nothing is left out by a clever compiler, and both sides are seen to have
 * loaded the same.
 */
final class Touch {
    private Touch() {}

    /** Id, type, title, position and ends of everything. */
    static long outline(Workflow workflow) {
        long sum = 0;
        for (Node node : workflow.nodes()) {
            Point position = node.position();
            double place = position == null ? 0 : position.x() + position.y();
            sum += outline(node.id().value(), node.type(), node.title(), place);
        }
        for (Edge edge : workflow.edges()) {
            sum += ends(edge.id().value(), edge.source().value(), edge.target().value());
        }
        return sum;
    }

    static long outline(RawRows rows) {
        long sum = 0;
        for (RawRows.Node node : rows.nodes()) {
            sum += outline(node.id(), node.type(), node.title(), node.x() + node.y());
        }
        for (RawRows.Edge edge : rows.edges()) {
            sum += ends(edge.id(), edge.source(), edge.target());
        }
        return sum;
    }

    /** Every value of every config, taken apart. */
    static long configs(Workflow workflow) {
        long sum = 0;
        for (Node node : workflow.nodes()) {
            sum += members(node.config());
        }
        return sum;
    }

    static long configs(RawRows rows) {
        long sum = 0;
        for (RawRows.Node node : rows.nodes()) {
            sum += members(Json.parse(node.config()).toMap());
        }
        return sum;
    }

    private static long outline(String id, String type, String title, double place) {
        return id.charAt(35) + 31L * type.length() + 7L * title.charAt(title.length() - 1) + (long) (place * 4);
    }

    private static long ends(String id, String source, String target) {
        return id.charAt(35) + 3L * source.charAt(35) + 5L * target.charAt(35);
    }

    private static long members(Map<String, Json> members) {
        long sum = 0;
        for (Map.Entry<String, Json> member : members.entrySet()) {
            sum += member.getKey().length() + value(member.getValue());
        }
        return sum;
    }

    private static long value(Json json) {
        return switch (json.kind()) {
            case OBJECT -> members(json.toMap());
            case ARRAY -> json.elements().stream().mapToLong(Touch::value).sum();
            case STRING -> json.asString().length();
            case NUMBER -> (long) json.asDouble();
            case BOOLEAN, NULL -> 1;
        };
    }
}
