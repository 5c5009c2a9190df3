package dev.weftwork.graph;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TreeNode;

/** Converts host values to JSON and back: common types by hand, the rest through Jackson. Stateless. */
final class JsonHost {

    private JsonHost() {}

    static Json toJson(@Nullable Object value) {
        if (value == null) {
            return Json.NULL;
        }
        if (value instanceof Json json) {
            return json;
        }
        if (value instanceof Boolean flag) {
            return flag ? Json.TRUE : Json.FALSE;
        }
        if (value instanceof CharSequence text) {
            return Json.trusted(JsonWriter.quote(text.toString()));
        }
        JsonWriter writer = new JsonWriter();
        write(writer, value);
        // Parsed once more, since Json values and Jackson's output may lie deeper than the writer has counted.
        return Json.parse(writer.toString());
    }

    static <T> T fromJson(Json json, Class<T> type) {
        if (type == Json.class) {
            return type.cast(json);
        }
        T value;
        try {
            value = JsonBinding.read(json.text(), type);
        } catch (JacksonException e) {
            throw mismatch(json, type, e.getOriginalMessage(), e);
        } catch (NumberFormatException e) {
            // Jackson lets its own decimal parser's exception escape.
            throw mismatch(json, type, e.getMessage(), e);
        }
        if (value == null) {
            throw mismatch(json, type, "null has no value of this type", null);
        }
        return value;
    }

    private static IllegalStateException mismatch(
            Json json, Class<?> type, @Nullable String why, @Nullable Throwable cause) {
        return new IllegalStateException("Not a " + type.getName() + ": " + json.excerpt() + " (" + why + ")", cause);
    }

    private static void write(JsonWriter out, @Nullable Object value) {
        if (value == null) {
            out.nullValue();
        } else if (value instanceof Json json) {
            out.value(json);
        } else if (value instanceof CharSequence text) {
            out.value(text.toString());
        } else if (value instanceof Boolean flag) {
            out.value(flag);
        } else if (value instanceof Enum<?> constant) {
            out.value(constant.name());
        } else if (value instanceof Number number) {
            writeNumber(out, number);
        } else {
            writeStructure(out, value);
        }
    }

    private static void writeNumber(JsonWriter out, Number number) {
        if (number instanceof Double) {
            out.value(number.doubleValue());
        } else if (number instanceof Float) {
            out.raw(JsonNumbers.format(number.floatValue()));
        } else if (number instanceof BigDecimal || number instanceof BigInteger) {
            out.raw(number.toString());
        } else if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte) {
            out.value(number.longValue());
        } else {
            out.raw(bind(number));
        }
    }

    private static void writeStructure(JsonWriter out, Object value) {
        if (value instanceof Map<?, ?> map) {
            writeMap(out, map);
        } else if (value instanceof Iterable<?> elements && !isIterableByAccident(value)) {
            out.beginArray();
            for (Object element : elements) {
                write(out, element);
            }
            out.endArray();
        } else if (value.getClass().isArray()) {
            writeArray(out, value);
        } else {
            out.raw(bind(value));
        }
    }

    /** A path iterates over paths without end, a Jackson object over its values without keys. */
    private static boolean isIterableByAccident(Object value) {
        return value instanceof Path || value instanceof TreeNode;
    }

    private static void writeMap(JsonWriter out, Map<?, ?> map) {
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.key(keyText(entry.getKey()));
            write(out, entry.getValue());
        }
        out.endObject();
    }

    private static String keyText(@Nullable Object key) {
        if (key instanceof CharSequence text) {
            return text.toString();
        }
        if (key instanceof Enum<?> constant) {
            return constant.name();
        }
        throw new IllegalArgumentException("A JSON object needs text keys, not "
                + (key == null ? "null" : key.getClass().getName()) + "; convert the map's keys to String first");
    }

    private static void writeArray(JsonWriter out, Object array) {
        out.beginArray();
        for (int i = 0; i < Array.getLength(array); i++) {
            write(out, Array.get(array, i));
        }
        out.endArray();
    }

    private static String bind(Object value) {
        try {
            return JsonBinding.write(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "No JSON form for " + value.getClass().getName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
