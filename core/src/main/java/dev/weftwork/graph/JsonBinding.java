package dev.weftwork.graph;

import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** The one place that touches Jackson's databind: records and beans to text and back. Stateless. */
final class JsonBinding {

    private static final String SOURCE = "weftwork.source";

    private JsonBinding() {}

    /** Made on first use, which costs some 200 ms: hosts that store plain values never pay it. */
    private static final class Mapper {

        static final JsonMapper SHARED = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                // An opaque object would otherwise be stored as {}, a silent loss.
                .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .addModule(new SimpleModule("weftwork")
                        .addSerializer(Json.class, new JsonSerializer())
                        .addDeserializer(Json.class, new JsonDeserializer()))
                .build();

        private Mapper() {}
    }

    static String write(Object value) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = new HouseNumbers(Mapper.SHARED.createGenerator(out))) {
            Mapper.SHARED.writeValue(generator, value);
        }
        return out.toString();
    }

    static <T> @Nullable T read(String text, Class<T> type) {
        return Mapper.SHARED.readerFor(type).withAttribute(SOURCE, text).readValue(text);
    }

    /** Writes doubles as {@link JsonWriter} does, so that NaN is refused inside beans as well. */
    private static final class HouseNumbers extends JsonGeneratorDelegate {

        HouseNumbers(JsonGenerator target) {
            super(target, false);
        }

        @Override
        public JsonGenerator writeNumber(double value) {
            return delegate.writeNumber(JsonNumbers.format(value));
        }

        @Override
        public JsonGenerator writeNumber(float value) {
            return delegate.writeNumber(JsonNumbers.format(value));
        }

        @Override
        public JsonGenerator writeArray(double[] array, int offset, int length) {
            writeStartArray(array, length);
            for (int i = offset; i < offset + length; i++) {
                writeNumber(array[i]);
            }
            return writeEndArray();
        }
    }

    private static final class JsonSerializer extends ValueSerializer<Json> {

        @Override
        public void serialize(Json value, JsonGenerator out, SerializationContext context) {
            out.writeRawValue(value.text());
        }
    }

    /** Cuts the value out of the source instead of rebuilding it from tokens, which would lose its spelling. */
    private static final class JsonDeserializer extends ValueDeserializer<Json> {

        @Override
        public Json deserialize(JsonParser in, DeserializationContext context) {
            long start = in.currentTokenLocation().getCharOffset();
            if (start >= 0 && context.getAttribute(SOURCE) instanceof String source) {
                in.skipChildren();
                return new JsonCursor(source, Math.toIntExact(start)).value();
            }
            // Jackson has buffered the tokens (polymorphic types), so the spelling of numbers is Jackson's.
            return Json.parse(context.readTree(in).toString());
        }

        @Override
        public Json getNullValue(DeserializationContext context) {
            return Json.NULL;
        }
    }
}
