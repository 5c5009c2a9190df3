package dev.weftwork.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a workflow on the other side.
 *
 * @param nodes its nodes
 * @param edges its edges
 */
record RawRows(List<Node> nodes, List<Edge> edges) {
    /** A row of nodes. */
    record Node(
            String id,
            String type,
            String title,
            @Nullable String status,
            double x,
            double y,
            double w,
            double h,
            @Nullable String parent,
            String config,
            long updatedAt,
            long version) {}

    /** A row of edges. */
    record Edge(
            String id,
            String source,
            String target,
            @Nullable String sourceHandle,
            @Nullable String targetHandle,
            @Nullable String type,
            long updatedAt,
            long version) {}

    static RawRows load(Connection connection, String workflow) throws SQLException {
        return new RawRows(nodes(connection, workflow), edges(connection, workflow));
    }

    private static List<Node> nodes(Connection connection, String workflow) throws SQLException {
        List<Node> nodes = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, type, title, status, x, y, w, h, parent, config, updated_at, version"
                        + " FROM nodes WHERE workflow = ?")) {
            select.setString(1, workflow);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    nodes.add(new Node(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getDouble(5),
                            row.getDouble(6),
                            row.getDouble(7),
                            row.getDouble(8),
                            row.getString(9),
                            row.getString(10),
                            row.getLong(11),
                            row.getLong(12)));
                }
            }
        }
        return nodes;
    }

    private static List<Edge> edges(Connection connection, String workflow) throws SQLException {
        List<Edge> edges = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, source, target, source_handle, target_handle, type, updated_at, version"
                        + " FROM edges WHERE workflow = ?")) {
            select.setString(1, workflow);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    edges.add(new Edge(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getString(6),
                            row.getLong(7),
                            row.getLong(8)));
                }
            }
        }
        return edges;
    }
}
