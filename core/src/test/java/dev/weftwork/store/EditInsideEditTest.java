package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.memory.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What would wait for an edit to end cannot be called inside one. */
final class EditInsideEditTest {
    private static final WorkflowId OTHER = WorkflowId.of("other");
    private final Site site = new Site();
    private final Host host = site.start();
    private final Store store = host.store();

    @BeforeEach
    void create() {
        Sample.create(store);
        store.createWorkflow(OTHER, "Other", draft -> {}).awaitDurable();
    }

    private record Call(String name, Consumer<Store> act) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Call> calls() {
        return Map.<String, Consumer<Store>>ofEntries(
                        Map.entry("edit of the same", s -> s.renameWorkflow(Sample.POSTER, "x")),
                        Map.entry("edit of another", s -> s.renameWorkflow(OTHER, "x")),
                        Map.entry("create", s -> s.createWorkflow("New")),
                        Map.entry("remove", s -> s.removeWorkflow(OTHER)),
                        Map.entry("collection", s -> s.collection("files").put("a", 1)),
                        Map.entry("append", s -> s.oplog().append(OTHER, List.of())),
                        Map.entry("flush", Store::flush),
                        Map.entry("close", Store::close),
                        Map.entry("entries", s -> s.oplog().entries()),
                        Map.entry("lease", s -> s.tryLease("sync", Duration.ofSeconds(1))),
                        Map.entry("relocate", s -> s.relocate(MemoryStorage.create())))
                .entrySet()
                .stream()
                .map(entry -> new Call(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void isRefusedAndLeavesNothing(Call call) {
        String before = Dump.of(store, site.disk);

        assertThatIllegalStateException()
                .isThrownBy(() -> store.edit(Sample.POSTER, draft -> {
                    draft.rename("never");
                    call.act.accept(store);
                }))
                .withMessageContaining("inside an edit");

        assertThat(Dump.of(store, site.disk).replace("files{}\n", "")).isEqualTo(before);
        Sample.title(store, Sample.IDEA, "goes on").awaitDurable();
    }

    @Test
    void awaitingAnEarlierEditIsRefused() {
        Commit earlier = Sample.title(store, Sample.IDEA, "earlier");

        assertThatIllegalStateException()
                .isThrownBy(() -> store.edit(Sample.POSTER, draft -> earlier.awaitDurable()))
                .withMessageContaining("inside an edit");
    }

    @Test
    void readingIsAllowed() {
        store.edit(Sample.POSTER, draft -> {
            assertThat(store.workflows()).hasSize(2);
            assertThat(store.workflow(OTHER).name()).isEqualTo("Other");
            assertThat(store.search("post")).hasSize(1);
            draft.rename(store.workflow(OTHER).name());
        });

        assertThat(store.workflow(Sample.POSTER).name()).isEqualTo("Other");
    }

    @Test
    void readingWhatWouldHaveToBeLoadedIsRefused() {
        Store again = site.restart(host).store();

        assertThatIllegalStateException()
                .isThrownBy(() -> again.edit(Sample.POSTER, draft -> again.workflow(OTHER)))
                .withMessageContaining("'other'")
                .withMessageContaining("before the edit");
    }
}
