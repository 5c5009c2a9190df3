package dev.weftwork.store;

import dev.weftwork.graph.Workflow;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A value worked out from a workflow; the listener is told when it is another. Confined to the listeners' executor. */
final class Selection<T extends @Nullable Object> {
    private final Function<Workflow, T> selector;
    private final Consumer<T> listener;
    private @Nullable Seen<T> last;
    private volatile boolean over;

    private record Seen<T extends @Nullable Object>(T value) {}

    Selection(Function<Workflow, T> selector, Consumer<T> listener) {
        this.selector = Objects.requireNonNull(selector, "A selector is needed; it works the value out");
        this.listener = Objects.requireNonNull(listener, "A listener is needed; it is told the value");
    }

    /** From now on nothing is told. */
    void end() {
        over = true;
    }

    void look(Workflow workflow) {
        if (over) {
            return;
        }
        T value = selector.apply(workflow);
        Seen<T> before = last;
        if (before == null || !Objects.equals(before.value, value)) {
            last = new Seen<>(value);
            listener.accept(value);
        }
    }
}
