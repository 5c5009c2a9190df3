package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Point;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.Size;
import org.jspecify.annotations.Nullable;

/** How a node lies in registers. */
public final class NodeRegisters {
    /** How long two numbers and their names are together, at most as a rule. */
    private static final int NUMBERS = 48;

    private NodeRegisters() {}

    /**
     * Everything that a new node sets.
     *
     * @param node the node
     * @param process the process in which it runs, if it runs
     * @return the writes that bring it to life
     */
    public static EntityWrites birth(Node node, String process) {
        return birth(node, process, new BirthNames());
    }

    /**
     * Everything that one of many new nodes sets.
     *
     * @param node the node
     * @param process the process in which it runs, if it runs
     * @param known the names of those before it
     * @return the writes that bring it to life
     */
    public static EntityWrites birth(Node node, String process, BirthNames known) {
        int expected = node.config().size() + node.ext().size() + 8;
        return new SortedWrites(EntityKey.of(node.id()), expected, known)
                .addAll(RegisterNames.CONFIG_PREFIX, node.config())
                .addAll(RegisterNames.EXT_PREFIX, node.ext())
                .add(RegisterNames.LIFE, Json.TRUE)
                .add(RegisterNames.ORDER, text(node.order()))
                .add(RegisterNames.PARENT, idText(node.parentId()))
                .add(RegisterNames.POSITION, position(node.position()))
                .add(RegisterNames.RUN, node.result().equals(Result.NONE) ? null : run(node.result(), process))
                .add(RegisterNames.SIZE, size(node.size()))
                .add(RegisterNames.TITLE, node.title().isEmpty() ? null : Json.of(node.title()))
                .add(RegisterNames.TYPE, node.type().isEmpty() ? null : Json.of(node.type()))
                .build();
    }

    /**
     * What differs between two states of a node.
     *
     * @param before the state that the caller saw
     * @param after the state that is wanted
     * @param process the process in which it runs, if it runs
     * @param writes takes the registers that differ
     */
    public static void writeChanges(Node before, Node after, String process, EntityWrites.Builder writes) {
        if (!before.type().equals(after.type())) {
            writes.set(RegisterNames.TYPE, Json.of(after.type()));
        }
        if (!before.title().equals(after.title())) {
            writes.set(RegisterNames.TITLE, Json.of(after.title()));
        }
        RegisterDiff.write(RegisterNames.POSITION, position(before.position()), position(after.position()), writes);
        RegisterDiff.write(RegisterNames.SIZE, size(before.size()), size(after.size()), writes);
        RegisterDiff.write(RegisterNames.PARENT, idText(before.parentId()), idText(after.parentId()), writes);
        RegisterDiff.write(RegisterNames.ORDER, text(before.order()), text(after.order()), writes);
        if (!before.result().equals(after.result())) {
            writes.set(RegisterNames.RUN, run(after.result(), process));
        }
        RegisterDiff.write(RegisterNames.CONFIG_PREFIX, before.config(), after.config(), writes);
        RegisterDiff.write(RegisterNames.EXT_PREFIX, before.ext(), after.ext(), writes);
    }

    /**
     * Where and how large a node is to be, without making a node of its registers.
     *
     * @param before its registers
     * @param position where it is to lie, or null for where it lies
     * @param size how large it is to be, or null for what it is
     * @param writes takes the registers that differ
     */
    public static void writeDimensions(
            Registers before, @Nullable Point position, @Nullable Size size, EntityWrites.Builder writes) {
        if (position != null && !position.equals(point(before.get(RegisterNames.POSITION)))) {
            writes.set(RegisterNames.POSITION, position(position));
        }
        if (size != null && !size.equals(extent(before.get(RegisterNames.SIZE)))) {
            writes.set(RegisterNames.SIZE, size(size));
        }
    }

    /**
     * One setting of a node, without making a node of its registers.
     *
     * @param before its registers
     * @param key the name of the setting
     * @param value its value
     * @param writes takes the register if it differs
     */
    public static void writeConfig(Registers before, String key, Json value, EntityWrites.Builder writes) {
        String field = RegisterNames.CONFIG_PREFIX + key;
        RegisterDiff.write(field, before.get(field), value, writes);
    }

    static Node read(Entity entity) {
        Parts parts = new Parts();
        Registers registers = entity.registers();
        for (int i = 0; i < registers.size(); i++) {
            parts.take(registers.field(i), registers.value(i));
        }
        return new Node(
                NodeId.of(entity.key().id()),
                parts.type,
                parts.title,
                parts.position,
                parts.size,
                parts.parent,
                registers.group(RegisterNames.CONFIG_PREFIX),
                parts.result,
                registers.group(RegisterNames.EXT_PREFIX),
                parts.order,
                entity.version(),
                entity.updatedAt());
    }

    /** What a node's registers say, taken in one walk: a file full of nodes is read when it is opened. */
    private static final class Parts {
        private String type = "";
        private String title = "";
        private @Nullable Point position;
        private @Nullable Size size;
        private @Nullable NodeId parent;
        private @Nullable String order;
        private Result result = Result.NONE;

        void take(String field, @Nullable Json value) {
            switch (field) {
                case RegisterNames.TYPE -> type = Shape.textOr(value, "");
                case RegisterNames.TITLE -> title = Shape.textOr(value, "");
                case RegisterNames.POSITION -> position = point(value);
                case RegisterNames.SIZE -> size = extent(value);
                case RegisterNames.PARENT -> parent = Shape.nodeId(Shape.text(value));
                case RegisterNames.ORDER -> order = Shape.text(value);
                case RegisterNames.RUN -> result = result(value);
                default -> {
                    // a setting, or a field that is not known
                }
            }
        }
    }

    /** The process in which a node's run was started, or null if it does not run. */
    static @Nullable String runningIn(Entity entity) {
        Json run = entity.registers().get(RegisterNames.RUN);
        if (run == null || run.kind() != Json.Kind.OBJECT || !Result.RUNNING.equals(Shape.text(run.get("status")))) {
            return null;
        }
        return Shape.textOr(run.get("process"), "");
    }

    /**
     * What a run comes to once nobody runs it: what it gave so far stays.
     *
     * @param run the register of a run
     * @return the same without the run, or the same if nothing runs
     */
    public static Json ended(Json run) {
        Result result = result(run);
        return result.status().equals(Result.RUNNING) ? run(new Result(Result.IDLE, result.value()), "") : run;
    }

    private static Json run(Result result, String process) {
        JsonWriter out = new JsonWriter().beginObject().key("status").value(result.status());
        Json value = result.value();
        if (value != null) {
            out.key("value").value(value);
        }
        if (result.status().equals(Result.RUNNING)) {
            out.key("process").value(process);
        }
        return out.endObject().toJson();
    }

    private static Result result(@Nullable Json run) {
        if (run == null || run.kind() != Json.Kind.OBJECT) {
            return Result.NONE;
        }
        String status = Shape.textOr(run.get("status"), Result.IDLE);
        return new Result(status.isBlank() ? Result.IDLE : status, run.get("value"));
    }

    private static @Nullable Point point(@Nullable Json position) {
        double[] numbers = Shape.numbers(position, "x", "y");
        return numbers == null ? null : new Point(numbers[0], numbers[1]);
    }

    private static @Nullable Size extent(@Nullable Json size) {
        double[] numbers = Shape.numbers(size, "width", "height");
        return numbers == null ? null : new Size(numbers[0], numbers[1]);
    }

    private static @Nullable Json position(@Nullable Point point) {
        return point == null
                ? null
                : new JsonWriter(NUMBERS)
                        .beginObject()
                        .key("x")
                        .value(point.x())
                        .key("y")
                        .value(point.y())
                        .endObject()
                        .toJson();
    }

    private static @Nullable Json size(@Nullable Size size) {
        return size == null
                ? null
                : new JsonWriter(NUMBERS)
                        .beginObject()
                        .key("width")
                        .value(size.width())
                        .key("height")
                        .value(size.height())
                        .endObject()
                        .toJson();
    }

    private static @Nullable Json idText(@Nullable NodeId id) {
        return id == null ? null : Json.of(id.value());
    }

    private static @Nullable Json text(@Nullable String text) {
        return text == null ? null : Json.of(text);
    }
}
