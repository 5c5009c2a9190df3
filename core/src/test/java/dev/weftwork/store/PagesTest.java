package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.LikelyNames;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.oplog.FoldedRow;
import dev.weftwork.spi.Row;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Entities lie in pages of neighbours, and only the pages of those that changed are written again. */
final class PagesTest {
    private static final Duration REST = Duration.ofSeconds(3);
    private final Site site = new Site();
    private Host host = site.start();

    private void create(int nodes) {
        host.store().createWorkflow(Sample.POSTER, "Poster", draft -> {
            for (int i = 0; i < nodes; i++) {
                boolean plain = i % 3 == 0;
                // escapes and other letters than ASCII are read in other ways
                String title = i / 100 % 2 == 0 ? "A \"step\" \\" : "A \"step\" in Zürich";
                draft.addNode(id(i), "step", node -> node.title(plain ? "A step" : title));
            }
        });
        site.pass(REST);
    }

    private static NodeId id(int number) {
        return NodeId.of(String.format("n%05d", number));
    }

    private Map<String, Row> pages() throws IOException {
        Map<String, Row> found = new HashMap<>();
        try (MemoryStorage storage = MemoryStorage.on(site.disk)) {
            storage.read(moment -> {
                moment.rows(Sample.POSTER.value(), row -> {
                    if (row.kind().equals("node")) {
                        found.put(row.id(), row);
                    }
                });
                return true;
            });
        }
        return found;
    }

    private static List<Integer> sizes(Map<String, Row> pages) {
        return pages.values().stream().map(row -> (int) row.version()).sorted().toList();
    }

    private String reopened() {
        host = site.restart(host);
        return Dump.of(host.store());
    }

    @Test
    void aLargeGraphLiesInFewRowsAndComesBackFromThem() throws IOException {
        create(1_000);
        String before = Dump.of(host.store());

        assertThat(sizes(pages())).hasSize(16).startsWith(40).endsWith(64);
        assertThat(reopened()).isEqualTo(before);
    }

    @Test
    void movingANodeWritesItsPageAndNoOther() throws IOException {
        create(1_000);
        Map<String, Row> before = pages();
        host.store().updateNodeDimensions(Sample.POSTER, id(500), new Point(1, 2), null);
        site.pass(REST);

        Map<String, Row> after = pages();
        after.values().removeAll(before.values());
        assertThat(after).hasSize(1);
        assertThat(after.values().iterator().next().json()).contains("n00500");
    }

    @Test
    void newNodesBetweenOldOnesGoIntoTheirPageUntilItIsCut() throws IOException {
        create(128);
        for (int round = 0; round < 6; round++) {
            int from = round;
            host.store().edit(Sample.POSTER, draft -> {
                for (int i = 0; i < 10; i++) {
                    draft.addNode(NodeId.of("n00070-" + from + i), "late", node -> {});
                }
            });
            site.pass(REST);
        }
        String before = Dump.of(host.store());

        assertThat(sizes(pages())).containsExactly(40, 64, 84);
        assertThat(ids()).hasSize(188);
        assertThat(reopened()).isEqualTo(before);
    }

    private Set<String> ids() throws IOException {
        Set<String> ids = new HashSet<>();
        List<String> all = new ArrayList<>();
        for (Row row : pages().values()) {
            FoldedRow.read(row, new LikelyNames())
                    .entities()
                    .forEach(entity -> all.add(entity.key().id()));
        }
        ids.addAll(all);
        assertThat(all).as("no entity is in two pages").hasSameSizeAs(ids);
        return ids;
    }

    @Test
    void nodesBeforeTheFirstPageGoIntoIt() throws IOException {
        create(10);
        host.store().edit(Sample.POSTER, draft -> draft.addNode(NodeId.of("a"), "early", node -> {}));
        site.pass(REST);
        String before = Dump.of(host.store());

        assertThat(sizes(pages())).containsExactly(11);
        assertThat(reopened()).isEqualTo(before);
    }

    @Test
    void aLargeNodeHasAPageOfItsOwn() throws IOException {
        create(60);
        host.store().edit(Sample.POSTER, draft -> draft.config(id(30), "text", Json.of("x".repeat(70_000))));
        site.pass(REST);
        String before = Dump.of(host.store());

        assertThat(sizes(pages())).containsExactly(1, 29, 30);
        assertThat(reopened()).isEqualTo(before);
    }

    @Test
    void aPageThatGetsTooLongIsCutSoThatItCanGrowAgain() throws IOException {
        create(60);
        host.store().edit(Sample.POSTER, draft -> {
            for (int i = 0; i < 60; i++) {
                draft.config(id(i), "text", Json.of("x".repeat(900)));
            }
        });
        site.pass(REST);
        assertThat(sizes(pages())).containsExactly(60);

        for (int i = 0; i < 3; i++) {
            int from = i;
            host.store().edit(Sample.POSTER, draft -> draft.config(id(from), "text", Json.of("x".repeat(7_000))));
            site.pass(REST);
        }
        String before = Dump.of(host.store());

        assertThat(sizes(pages())).hasSize(2).allMatch(size -> size > 10);
        assertThat(reopened()).isEqualTo(before);
    }

    @Test
    void theDeadStayInTheirPageAndComeBackAlive() throws IOException {
        create(100);
        host.store().edit(Sample.POSTER, draft -> {
            for (int i = 0; i < 100; i += 3) {
                draft.removeNode(id(i));
            }
        });
        site.pass(REST);
        String before = Dump.of(host.store());

        assertThat(ids()).hasSize(100);
        assertThat(reopened()).isEqualTo(before);
        assertThat(host.store().workflow(Sample.POSTER).nodeCount()).isEqualTo(66);
    }
}
