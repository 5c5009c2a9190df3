package dev.weftwork.sqlite;

import java.util.List;

/**
 * What is true now, for people with any SQLite tool: the rows, and over them what the log holds and nobody has folded
 * yet. The library itself never reads these views.
 */
final class Views {
    /** Every register that the log wrote since the last fold; an absent one has a null. */
    private static final String PENDING = """
            CREATE VIEW pending_registers AS
            WITH writes AS (
              SELECT o.position, op.key AS op, w.key AS write, op.value ->> '$.workflow' AS workflow,
                     w.value ->> 0 AS kind, w.value ->> 1 AS id, w.value AS body
              FROM oplog o,
                   json_each(CASE WHEN json_valid(o.body) THEN o.body ELSE '{}' END, '$.ops') op,
                   json_each(op.value, '$.writes') w
              WHERE o.position > coalesce((SELECT CAST(value AS INTEGER) FROM kv WHERE key = 'folded'), 0)
            )
            SELECT w.position, w.op, w.write, w.workflow, w.kind, w.id, r.key AS register,
                   CASE r.type WHEN 'text' THEN json_quote(r.value) WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
                               WHEN 'null' THEN 'null' ELSE CAST(r.value AS TEXT) END AS value
            FROM writes w, json_each(w.body, '$[2]') r
            UNION ALL
            SELECT w.position, w.op, w.write, w.workflow, w.kind, w.id, r.value, NULL
            FROM writes w, json_each(w.body, '$[3]') r""";

    private static final String CURRENT = """
            CREATE VIEW current_%1$s AS
            WITH folded AS (
              SELECT %2$s AS workflow, id, version, updated_at,
                     CASE WHEN json_valid(json, 2) THEN json ELSE '{}' END AS json
              FROM %1$s WHERE json NOT LIKE '[%%'
              UNION ALL
              SELECT t.%2$s, e.value ->> 0, e.value ->> 1, e.value ->> 2, e.value -> 3
              FROM %1$s t, json_each(CASE WHEN json_valid(t.json, 2) THEN t.json ELSE '[]' END) e
              WHERE t.json LIKE '[%%'
            ), registers AS (
              SELECT f.workflow, f.id, r.key AS register,
                     CASE r.type WHEN 'text' THEN json_quote(r.value) WHEN 'true' THEN 'true'
                                 WHEN 'false' THEN 'false' WHEN 'null' THEN 'null'
                                 ELSE CAST(r.value AS TEXT) END AS value,
                     -1 AS position, 0 AS op, 0 AS write
              FROM folded f, json_each(f.json) r
              UNION ALL
              SELECT workflow, id, register, value, position, op, write
              FROM pending_registers WHERE kind = '%3$s'
            ), newest AS (
              SELECT *, row_number() OVER (PARTITION BY workflow, id, register
                                           ORDER BY position DESC, op DESC, write DESC) AS age
              FROM registers
            )
            SELECT n.workflow, n.id, f.version, f.updated_at,
                   json_group_object(n.register, json(n.value)) FILTER (WHERE n.value IS NOT NULL) AS json,
                   max(n.position) AS newest_position
            FROM newest n LEFT JOIN folded f ON f.workflow = n.workflow AND f.id = n.id
            WHERE n.age = 1
            GROUP BY n.workflow, n.id""";

    static final List<String> ALL = List.of(
            PENDING,
            CURRENT.formatted("workflows", "id", "workflow"),
            CURRENT.formatted("nodes", "workflow", "node"),
            CURRENT.formatted("edges", "workflow", "edge"));

    private Views() {}
}
