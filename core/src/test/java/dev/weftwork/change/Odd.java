package dev.weftwork.change;

import dev.weftwork.graph.Json;
import dev.weftwork.graph.Node;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Values that real hosts and foreign tools come up with, and that codecs trip over. */
final class Odd extends DomainContextBase {
    private static final String DEEP = "[".repeat(60) + "]".repeat(60);
    private static final List<String> TEXTS = List.of(
            "null",
            "true",
            "0",
            "-0.0",
            "1.10",
            "1e400",
            "NaN",
            "123456789012345678901234567890",
            "\"\"",
            "\"\\ud800\"",
            "\"\\u0000 \\\" \\/ \u2028 😀\"",
            "{}",
            "[ 1 , 2 ]",
            "{\"b\":1,\"a\":{\"b\":[NaN]}}",
            "{\"a\":1,\"a\":2}",
            DEEP);

    @Provide
    static Arbitrary<Json> values() {
        return Arbitraries.oneOf(
                Arbitraries.of(TEXTS).map(Json::parse),
                Arbitraries.strings().ofMaxLength(5).map(Json::of),
                Arbitraries.longs().map(Json::of));
    }

    @Provide
    static Arbitrary<EntityKey> keys() {
        Arbitrary<EntityKind> kinds =
                Arbitraries.of("node", "edge", "workflow", "note", "A.b_c-9").map(EntityKind::of);
        Arbitrary<String> ids = Arbitraries.of("a", " ", "1", "a/b:c", "\"q\"", "é😀", "\u0000", "x".repeat(512));
        return Combinators.combine(kinds, ids).as(EntityKey::new);
    }

    private static Arbitrary<String> fields() {
        return Arbitraries.oneOf(
                Arbitraries.of("life", "title", "config.", "config.k", "ext.k", "a\"b", "\ud800", "😀", "\n"),
                Arbitraries.strings().ofMaxLength(3).map(name -> RegisterNames.CONFIG_PREFIX + name));
    }

    @Provide
    static Arbitrary<EntityWrites> writes() {
        Arbitrary<Optional<Json>> orAbsent = values().optional(0.8);
        Arbitrary<Optional<OpId>> guards =
                Arbitraries.of("o1", "o2").map(OpId::new).optional(0.3);
        return Combinators.combine(
                        keys(),
                        Arbitraries.maps(fields(), orAbsent).ofMaxSize(5),
                        guards.list().ofSize(5))
                .as(Odd::writes)
                .withoutEdgeCases();
    }

    private static EntityWrites writes(EntityKey key, Map<String, Optional<Json>> values, List<Optional<OpId>> guards) {
        EntityWrites.Builder writes = EntityWrites.to(key);
        int[] next = {0};
        values.forEach((field, value) -> {
            guards.get(next[0]++)
                    .ifPresentOrElse(
                            guard -> writes.setOver(field, value.orElse(null), guard),
                            () -> writes.set(field, value.orElse(null)));
        });
        return writes.build();
    }

    @Provide
    static Arbitrary<Op> ops() {
        Arbitrary<Op.Origin> origins = Combinators.combine(
                        Arbitraries.of("d", "0.a_B-c").map(DeviceId::new),
                        Arbitraries.longs().between(1, Long.MAX_VALUE),
                        Arbitraries.longs())
                .as(Op.Origin::new);
        return Combinators.combine(
                        Arbitraries.of("o", "z".repeat(64)).map(OpId::new),
                        Arbitraries.of("w", "\"").map(WorkflowId::of),
                        origins,
                        Arbitraries.longs().greaterOrEqual(0),
                        Arbitraries.integers().greaterOrEqual(1),
                        Arbitraries.of("u").map(OpId::new).injectNull(0.5),
                        Arbitraries.of("v").map(OpId::new).injectNull(0.5),
                        writes().list().ofMaxSize(3))
                .as(Op::new)
                .withoutEdgeCases();
    }

    /** Registers as two writers left them, each with one stamp for all. */
    @Provide
    static Arbitrary<Registers> registers() {
        return Combinators.combine(writes(), writes(), Given.stamps(), Given.stamps())
                .as((one, other, first, second) ->
                        Registers.NONE.join(unguarded(one), first).join(unguarded(other), second));
    }

    private static EntityWrites unguarded(EntityWrites writes) {
        EntityWrites.Builder plain = EntityWrites.to(writes.key());
        writes.forEach(plain::set);
        return plain.build();
    }

    /** Nodes that differ in this and that; their parents are b or c. */
    @Provide
    static Arbitrary<Node> nodes() {
        Arbitrary<String> words = Arbitraries.of("", "x", "y");
        Arbitrary<Integer> numbers = Arbitraries.integers().between(0, 2);
        Arbitrary<Map<String, Json>> fields =
                Arbitraries.maps(Arbitraries.of("k", "l", "m"), values()).ofMaxSize(3);
        Arbitrary<Result> results = Arbitraries.of(Result.NONE, Result.running(), Result.done(1), Result.failed("x"));
        return Combinators.combine(words, words, numbers, numbers, fields, fields, results, numbers)
                .as(Odd::node)
                .withoutEdgeCases();
    }

    private static Node node(
            String type,
            String title,
            int position,
            int size,
            Map<String, Json> config,
            Map<String, Json> ext,
            Result result,
            int place) {
        Node.Builder node = Node.builder(NodeId.of("a"), type)
                .title(title)
                .config(config)
                .ext(ext)
                .result(result);
        if (position > 0) {
            node.at(position, -0.5);
        }
        if (size > 0) {
            node.sized(size, 1e300);
        }
        return node.parent(place > 0 ? NodeId.of(World.NODES.get(place)) : null)
                .order(place > 1 ? "a" + place : null)
                .build();
    }
}
