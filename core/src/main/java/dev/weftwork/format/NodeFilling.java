package dev.weftwork.format;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a node has to say. */
final class NodeFilling implements Filling {
    private final Node node;
    private final Wiring links;
    private final Literals literals;
    private final Map<String, Json> ext;
    private @Nullable PortTexts ports;

    NodeFilling(Node node, Wiring links) {
        this.node = node;
        this.links = links;
        this.literals = new Literals(node.ext());
        this.ext = links.ext(node);
    }

    @Override
    public @Nullable String text(Slot slot, boolean numeric, String key) {
        return switch (slot) {
            case ID -> id(numeric);
            case TYPE -> literals.text(slot, node.type());
            case TITLE -> literals.text(slot, node.title());
            case PARENT -> parent(numeric);
            case X, Y -> position(slot, node.position());
            case WIDTH, HEIGHT -> size(slot, node.size());
            case LINK -> links.into(node, key);
            default -> null;
        };
    }

    private @Nullable String id(boolean numeric) {
        Json mark = node.ext().get(Marks.ID);
        if (mark != null && !mark.isNull()) {
            return mark.text();
        }
        return mark == null || links.isReferred(node.id())
                ? literals.reference(Slot.ID, links.calledId(node.id()), numeric)
                : null;
    }

    private @Nullable String parent(boolean numeric) {
        NodeId parent = node.parentId();
        return parent == null ? null : literals.reference(Slot.PARENT, links.calledId(parent), numeric);
    }

    private @Nullable String position(Slot slot, @Nullable Point point) {
        return point == null ? null : literals.number(slot, slot == Slot.X ? point.x() : point.y());
    }

    private @Nullable String size(Slot slot, @Nullable Size size) {
        return size == null ? null : literals.number(slot, slot == Slot.WIDTH ? size.width() : size.height());
    }

    @Override
    public boolean isNews(Slot slot) {
        return switch (slot) {
            case TYPE -> !node.type().isEmpty();
            case TITLE -> !node.title().isEmpty();
            case ID -> !links.isKeyed() || !node.ext().containsKey(Marks.SHAPE);
            default -> true;
        };
    }

    @Override
    public Map<String, Json> config() {
        return node.config();
    }

    @Override
    public Map<String, Json> ext() {
        return ext;
    }

    @Override
    public int portCount(String path) {
        return ports().count(null);
    }

    @Override
    public String port(String path, int index) {
        return ports().array(Integer.toString(index));
    }

    private PortTexts ports() {
        PortTexts known = ports;
        if (known == null) {
            known = links.ports(node);
            ports = known;
        }
        return known;
    }

    @Override
    public List<String> linkKeys() {
        return links.inputKeys(node);
    }
}
