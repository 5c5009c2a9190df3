package dev.weftwork.change;

import dev.weftwork.graph.Json;
import java.util.function.UnaryOperator;

/** Codecs with one rule missing. */
final class BrokenCodec {
    static final OpCodecLaws.Codec ABSENT_AS_NULL = writing((from, i, to) -> {
        Json value = from.value(i);
        to.set(from.field(i), value == null ? Json.NULL : value);
    });

    static final OpCodecLaws.Codec NUMBERS_AS_DOUBLES = writing((from, i, to) -> {
        Json value = from.value(i);
        boolean number = value != null && value.kind() == Json.Kind.NUMBER && Double.isFinite(value.asDouble());
        to.set(from.field(i), number && value != null ? Json.of(value.asDouble()) : value);
    });

    static final OpCodecLaws.Codec WITHOUT_GUARDS = writing((from, i, to) -> to.set(from.field(i), from.value(i)));

    static final OpCodecLaws.RegistersCodec ONE_STAMP = new OpCodecLaws.RegistersCodec() {
        @Override
        public String values(Registers registers) {
            return RegistersJson.values(registers);
        }

        @Override
        public String stamps(Registers registers) {
            return registers.size() == 0 ? "{}" : registers.stamp(0).toString();
        }
    };

    private BrokenCodec() {}

    private interface Copy {
        void copy(EntityWrites from, int index, EntityWrites.Builder to);
    }

    private static OpCodecLaws.Codec writing(Copy copy) {
        UnaryOperator<EntityWrites> change = writes -> {
            EntityWrites.Builder changed = EntityWrites.to(writes.key());
            for (int i = 0; i < writes.size(); i++) {
                copy.copy(writes, i, changed);
            }
            return changed.build();
        };
        return new OpCodecLaws.Codec() {
            @Override
            public String write(Op op) {
                return OpCodecLaws.JSON.write(
                        op.withWrites(op.writes().stream().map(change).toList()));
            }

            @Override
            public Op read(String text) {
                return OpCodecLaws.JSON.read(text);
            }
        };
    }
}
