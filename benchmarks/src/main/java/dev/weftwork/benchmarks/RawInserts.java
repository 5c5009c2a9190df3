package dev.weftwork.benchmarks;

import dev.weftwork.benchmarks.SampleGraph.Link;
import dev.weftwork.benchmarks.SampleGraph.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Inserts many rows with few statements. */
final class RawInserts {
    private static final int MANY = 50;
    private static final String NODES = "INSERT INTO nodes VALUES ";
    private static final int NODE_COLUMNS = 13;
    private static final String EDGES = "INSERT INTO edges VALUES ";
    private static final int EDGE_COLUMNS = 9;

    private final PreparedStatement manyNodes;
    private final PreparedStatement oneNode;
    private final PreparedStatement manyEdges;
    private final PreparedStatement oneEdge;
    private final PreparedStatement log;

    RawInserts(Connection connection) throws SQLException {
        manyNodes = connection.prepareStatement(NODES + rows(MANY, NODE_COLUMNS));
        oneNode = connection.prepareStatement(NODES + rows(1, NODE_COLUMNS));
        manyEdges = connection.prepareStatement(EDGES + rows(MANY, EDGE_COLUMNS));
        oneEdge = connection.prepareStatement(EDGES + rows(1, EDGE_COLUMNS));
        log = connection.prepareStatement("INSERT INTO oplog(op) VALUES (?)");
    }

    private static String rows(int rows, int columns) {
        String row = "(" + String.join(",", Collections.nCopies(columns, "?")) + ")";
        return String.join(",", Collections.nCopies(rows, row));
    }

    /** Writes rows and oplog inside the caller's transaction. */
    void save(String workflow, SampleGraph graph) throws SQLException {
        long now = System.currentTimeMillis();
        RawOp op = new RawOp(workflow, graph.steps().size() * 800);
        List<String> configs = new ArrayList<>(graph.steps().size());
        for (Step step : graph.steps()) {
            String config = RawOp.config(step);
            configs.add(config);
            op.add(step, config);
        }
        graph.links().forEach(op::add);
        insertNodes(workflow, graph.steps(), configs, now);
        insertEdges(workflow, graph.links(), now);
        log.setString(1, op.text());
        log.executeUpdate();
    }

    private void insertNodes(String workflow, List<Step> steps, List<String> configs, long now) throws SQLException {
        int whole = steps.size() - steps.size() % MANY;
        for (int i = 0; i < whole; i += MANY) {
            for (int j = 0; j < MANY; j++) {
                bind(manyNodes, j * NODE_COLUMNS, workflow, steps.get(i + j), configs.get(i + j), now);
            }
            manyNodes.executeUpdate();
        }
        for (int i = whole; i < steps.size(); i++) {
            bind(oneNode, 0, workflow, steps.get(i), configs.get(i), now);
            oneNode.executeUpdate();
        }
    }

    private static void bind(PreparedStatement put, int at, String workflow, Step step, String config, long now)
            throws SQLException {
        put.setString(at + 1, workflow);
        put.setString(at + 2, step.id());
        put.setString(at + 3, step.type());
        put.setString(at + 4, step.title());
        put.setNull(at + 5, Types.VARCHAR);
        put.setDouble(at + 6, step.x());
        put.setDouble(at + 7, step.y());
        put.setDouble(at + 8, OurStore.WIDTH);
        put.setDouble(at + 9, OurStore.HEIGHT);
        put.setNull(at + 10, Types.VARCHAR);
        put.setString(at + 11, config);
        put.setLong(at + 12, now);
        put.setLong(at + 13, 1);
    }

    private void insertEdges(String workflow, List<Link> links, long now) throws SQLException {
        int whole = links.size() - links.size() % MANY;
        for (int i = 0; i < whole; i += MANY) {
            for (int j = 0; j < MANY; j++) {
                bind(manyEdges, j * EDGE_COLUMNS, workflow, links.get(i + j), now);
            }
            manyEdges.executeUpdate();
        }
        for (int i = whole; i < links.size(); i++) {
            bind(oneEdge, 0, workflow, links.get(i), now);
            oneEdge.executeUpdate();
        }
    }

    private static void bind(PreparedStatement put, int at, String workflow, Link link, long now) throws SQLException {
        put.setString(at + 1, workflow);
        put.setString(at + 2, link.id());
        put.setString(at + 3, link.source());
        put.setString(at + 4, link.target());
        put.setString(at + 5, OurStore.OUT);
        put.setString(at + 6, OurStore.IN);
        put.setNull(at + 7, Types.VARCHAR);
        put.setLong(at + 8, now);
        put.setLong(at + 9, 1);
    }
}
