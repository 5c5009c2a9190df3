package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;

/** What a codec has to keep. */
final class OpCodecLaws {
    /** Operations as text: {@link OpJson}, or a broken form of it. */
    interface Codec {
        String write(Op op);

        Op read(String text);
    }

    /** Registers as text: {@link RegistersJson}, or a broken form of it. */
    interface RegistersCodec {
        String values(Registers registers);

        String stamps(Registers registers);
    }

    static final Codec JSON = new Codec() {
        @Override
        public String write(Op op) {
            JsonWriter out = new JsonWriter();
            OpJson.write(op, out);
            return out.toString();
        }

        @Override
        public Op read(String text) {
            JsonCursor in = new JsonCursor(text);
            Op op = OpJson.read(in);
            in.end();
            return op;
        }
    };

    private OpCodecLaws() {}

    static void readsBackWhatWasWritten(Codec codec, Op op) {
        String text = codec.write(op);
        Op read = codec.read(text);

        assertThat(read).isEqualTo(op);
        assertThat(codec.write(read)).isEqualTo(text);
        assertThat(OpDigest.of(read)).isEqualTo(OpDigest.of(op));
    }

    static void registersReadBack(RegistersCodec codec, Registers registers) {
        EntityKey key = World.node("a");
        Registers read = RegistersJson.read(key, codec.values(registers), codec.stamps(registers), new LikelyNames());

        assertThat(read).isEqualTo(registers);
        assertThat(read).hasToString(registers.toString());
    }
}
