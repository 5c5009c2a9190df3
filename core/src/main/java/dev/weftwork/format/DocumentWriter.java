package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.Workflow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one workflow as a document of its family. Confined to one writing. */
final class DocumentWriter {
    private final Workflow workflow;
    private final Dialect dialect;
    private final Shapes shapes;
    private final Strays strays;
    private final Wiring wiring;

    DocumentWriter(Workflow workflow) {
        this.workflow = workflow;
        Json label = workflow.ext().get(Marks.FORMAT);
        this.dialect = Dialect.of(label == null ? null : Lifted.text(label));
        this.shapes = new Shapes(workflow.ext());
        this.strays = Strays.from(workflow.ext().get(Marks.STRAYS));
        this.wiring = new Wiring(workflow, dialect, shapes);
    }

    String write() {
        Shape shape = shapes.of(workflow.ext());
        StringBuilder out = new StringBuilder();
        Filling filling = new DocumentFilling(workflow, wiring.ext(), nodes(), edges(), shape.bare());
        Replay.write(out, shape, dialect.document(), filling);
        return out.toString();
    }

    private String nodes() {
        List<Strays.Entry> entries = workflow.nodes().stream().map(this::node).toList();
        List<Strays.Entry> aside = strays.of(NodeReader.LIST);
        return dialect.keyed() ? Sequence.object(entries, aside) : Sequence.array(entries, aside);
    }

    private Strays.Entry node(Node node) {
        StringBuilder out = new StringBuilder();
        if (dialect.keyed()) {
            Json mark = node.ext().get(Marks.ID);
            boolean foreign = mark != null && mark.kind() == Json.Kind.STRING;
            out.append(
                    foreign && mark != null
                            ? mark.text()
                            : new Literals(node.ext()).key(node.id().value()));
            out.append(':');
        }
        Replay.write(out, shapes.of(node.ext()), dialect.node(), new NodeFilling(node, wiring));
        return new Strays.Entry(order(node.order()), out.toString());
    }

    private static String order(@Nullable String key) {
        return key == null ? Sequence.LAST : key;
    }

    private String edges() {
        Links links = dialect.links();
        List<Strays.Entry> aside = strays.of(LinkReader.LIST);
        if (links instanceof Links.Listed) {
            return Sequence.array(workflow.edges().stream().map(wiring::entry).toList(), aside);
        }
        return links instanceof Links.Connected connected ? connections(connected, aside) : "[]";
    }

    private String connections(Links.Connected links, List<Strays.Entry> aside) {
        List<Strays.Entry> entries = new ArrayList<>();
        for (Node node : workflow.nodes()) {
            PortTexts ports = wiring.ports(node);
            Outline outline = Outline.of(node.ext().get(Marks.OUTPUTS));
            if (outline.order().equals(Sequence.LAST) && ports.types().isEmpty()) {
                continue;
            }
            StringBuilder out = new StringBuilder(outline.key(wiring.calledName(node.id()))).append(':');
            Replay.write(out, shapes.named(outline.shape()), links.outputs(), new OutputsFilling(ports));
            entries.add(new Strays.Entry(outline.order(), out.toString()));
        }
        entries.sort(Comparator.comparing(Strays.Entry::order));
        return Sequence.object(entries, aside);
    }

    /** A node's entry in the map of connections, as it was read; {@link Sequence#LAST} if it had none. */
    private record Outline(
            String order, @Nullable Json shape, @Nullable Json key) {
        static Outline of(@Nullable Json mark) {
            if (mark == null || mark.kind() != Json.Kind.ARRAY || mark.size() < 2) {
                return new Outline(Sequence.LAST, null, null);
            }
            return new Outline(Lifted.text(mark.get(0)), mark.get(1), mark.size() > 2 ? mark.get(2) : null);
        }

        String key(String name) {
            boolean same = key != null && Lifted.text(key).equals(name);
            return same && key != null ? key.text() : JsonWriter.quote(name);
        }
    }
}
