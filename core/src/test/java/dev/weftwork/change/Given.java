package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** What the properties draw from. */
final class Given extends DomainContextBase {
    @Provide
    static Arbitrary<Stamp> stamps() {
        return Combinators.combine(
                        Arbitraries.of(0L, 1L, 2L, 1L << 40, Long.MAX_VALUE),
                        Arbitraries.of("a", "b", "ab"),
                        Arbitraries.of(1L, 2L, 3L, 1L << 33),
                        Arbitraries.of("x", "y"))
                .as((eff, device, seq, op) -> new Stamp(eff, new DeviceId(device), seq, new OpId(op)))
                .withoutEdgeCases();
    }

    @Provide
    static Arbitrary<History> histories() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.longs().between(0, 5),
                        writes().list().ofMinSize(1).ofMaxSize(4),
                        Arbitraries.integers().between(0, 7),
                        Arbitraries.integers().between(0, 99))
                .as(History.Edit::new)
                .list()
                .ofMaxSize(10)
                .map(History::of)
                .withoutEdgeCases();
    }

    @Provide
    static Arbitrary<Script> scripts() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(Script.Act.class),
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.integers().between(0, 11))
                .as(Script.Step::new)
                .list()
                .ofMinSize(5)
                .ofMaxSize(40)
                .map(Script::new)
                .withoutEdgeCases();
    }

    @Provide
    static Arbitrary<Moves> moves() {
        Arbitrary<Moves.Move> move = Combinators.combine(
                        Arbitraries.of(Moves.Kind.class), Arbitraries.integers().between(0, 11))
                .as(Moves.Move::new);
        Arbitrary<Moves.Move> pushes =
                Arbitraries.integers().between(0, 11).map(which -> new Moves.Move(Moves.Kind.PUSH, which));
        return Combinators.combine(
                        histories(), Arbitraries.oneOf(move, pushes).list().ofMaxSize(20))
                .as(Moves::new)
                .withoutEdgeCases();
    }

    @Provide
    static Arbitrary<Moments> moments() {
        Arbitrary<Long> walls = Arbitraries.oneOf(
                Arbitraries.longs(), Arbitraries.longs().between(0, 20), Arbitraries.of(1L << 46, 1L << 47, -1L << 47));
        return Combinators.combine(Arbitraries.integers().between(0, 2), Arbitraries.of(true, false), walls)
                .as(Moments.Moment::new)
                .list()
                .ofMaxSize(12)
                .map(Moments::new)
                .withoutEdgeCases();
    }

    @Provide
    static Arbitrary<ForkLaws.Claims> claims() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 5), Arbitraries.longs().between(0, 9))
                .as((seq, claimed) -> new Op.Origin(new DeviceId("copied"), seq, claimed))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .map(ForkLaws.Claims::new)
                .withoutEdgeCases();
    }

    /** Writes that often meet: few entities, few registers, few values. */
    static Arbitrary<Write> writes() {
        Arbitrary<EntityKey> nodes =
                Arbitraries.of("a", "a", "a", "b", "b", "c", "d").map(World::node);
        Arbitrary<EntityKey> edges = Arbitraries.of("e", "e", "f", "g").map(World::edge);
        Arbitrary<String> words = Arbitraries.of("\"x\"", "\"y\"", "7", "null", "{\"x\":1,\"y\":2}");
        return Arbitraries.frequencyOf(
                Tuple.of(4, write(nodes, List.of("life"), lives())),
                Tuple.of(2, write(nodes, List.of("parent"), ids(World.NODES))),
                Tuple.of(3, write(nodes, List.of("title", "type", "order", "position", "config.k", "config.l"), words)),
                Tuple.of(2, write(nodes, List.of("run"), runs())),
                Tuple.of(3, write(edges, List.of("life"), lives())),
                Tuple.of(3, write(edges, List.of("ends"), links())),
                Tuple.of(1, write(edges, List.of("order", "type", "ext.k"), words)),
                Tuple.of(1, write(Arbitraries.just(World.SELF), List.of("life", "name", "viewport", "ext.k"), words)),
                Tuple.of(
                        1,
                        write(Arbitraries.just(new EntityKey(new EntityKind("note"), "a")), List.of("value"), words)));
    }

    private static Arbitrary<Write> write(Arbitrary<EntityKey> keys, List<String> fields, Arbitrary<String> values) {
        return Combinators.combine(
                        keys, Arbitraries.of(fields), values.map(Json::parse).optional(0.9))
                .as((key, field, value) -> new Write(key, field, value.orElse(null)));
    }

    private static Arbitrary<String> lives() {
        return Arbitraries.of("true", "true", "true", "false");
    }

    private static Arbitrary<String> ids(List<String> of) {
        return Arbitraries.of(of).map(id -> "\"" + id + "\"");
    }

    private static Arbitrary<String> runs() {
        return Arbitraries.of("running", "done").map(word -> "{\"status\":\"" + word + "\",\"process\":\"p\"}");
    }

    private static Arbitrary<String> links() {
        List<String> all = new ArrayList<>();
        for (String source : World.NODES) {
            World.NODES.forEach(target -> all.add(World.ends(source, target).text()));
        }
        return Arbitraries.of(all);
    }
}
