package dev.weftwork.oplog;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.LikelyNames;
import dev.weftwork.change.RegistersJson;
import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Entities of one kind as two texts: an array which anyone can read, {@code [[id, version, updatedAt, {values}], …]},
 * and a {@link PageIndex} beside it.
 */
final class PageText {
    private static final int USUAL_LENGTH = 512;

    /** A page does not get longer than this, so that moving one node beside large ones does not write them all. */
    private static final int MOST_CHARACTERS = 65_536;

    /** How far a page is filled that would get too long; so it can grow before it is cut again. */
    private static final int FILLED_CHARACTERS = 49_152;

    private PageText() {}

    /**
     * A page as two texts.
     *
     * @param size how many entities it took
     */
    record Written(String values, String index, int size) {}

    /** Writes as many entities as a page can take, at least one. */
    static Written write(List<Entity> entities) {
        JsonWriter out = new JsonWriter(Math.min(entities.size() * USUAL_LENGTH, MOST_CHARACTERS)).beginArray();
        Numbers lengths = new Numbers();
        int filled = 0;
        int filledTo = 0;
        for (Entity entity : entities) {
            int before = out.length();
            write(entity, out);
            // all but the first come after a comma
            lengths.add(out.length() - before - (lengths.size() == 0 ? 0 : 1));
            if (filled == 0 || out.length() <= FILLED_CHARACTERS) {
                filled++;
                filledTo = out.length();
            } else if (out.length() > MOST_CHARACTERS) {
                out.cut(filledTo);
                return written(entities.subList(0, filled), lengths, out);
            }
        }
        return written(entities, lengths, out);
    }

    private static void write(Entity entity, JsonWriter out) {
        out.beginArray().value(entity.key().id()).value(entity.version()).value(entity.updatedAt());
        RegistersJson.writeValues(entity.registers(), out);
        out.endArray();
    }

    private static Written written(List<Entity> entities, Numbers lengths, JsonWriter out) {
        lengths.cut(entities.size());
        String values = out.endArray().toString();
        PageIndex.Builder index = new PageIndex.Builder();
        entities.forEach(index::add);
        String text = index.text(lengths, Checksum.ofParts(values, 1, lengths).of());
        return new Written(values, text, entities.size());
    }

    /** What is in a page: the entities that are whole, and the places of those that are not. */
    record Contents(List<Entity> whole, List<String> damaged) {}

    /** Reads what {@link #write} wrote; the registers of an entity only when somebody asks for them. */
    static Contents read(EntityKind kind, String values, String index, LikelyNames names) {
        PageIndex read = PageIndex.read(index);
        Checksum.Parts sums = Checksum.ofParts(values, 1, read.lengths());
        List<Entity> whole = new ArrayList<>(read.size());
        List<String> damaged = new ArrayList<>();
        Escapes escapes = new Escapes(values, sums.ascii());
        int at = 1;
        int dead = 0;
        for (int i = 0; i < read.size(); i++) {
            int end = at + read.lengths().get(i);
            boolean alive = dead >= read.dead().size() || read.dead().get(dead) != i;
            dead += alive ? 0 : 1;
            if (sums.of().get(i) == read.sums().get(i)) {
                boolean plain = !escapes.between(at, end);
                whole.add(entity(kind, new Text(values, at, plain), read.stampsOf(i), alive, names));
            } else {
                damaged.add(likelyId(values, at));
            }
            at = end + 1;
        }
        return new Contents(whole, damaged);
    }

    /** Where a value is, and whether it is free of what makes reading slow. */
    private record Text(String text, int from, boolean plain) {
        JsonCursor cursor() {
            return plain ? JsonCursor.ofPlain(text, from) : new JsonCursor(text, from);
        }
    }

    private static Entity entity(EntityKind kind, Text text, String stamps, boolean alive, LikelyNames names) {
        JsonCursor in = text.cursor();
        in.beginArray();
        in.nextElement();
        EntityKey key = new EntityKey(kind, in.string());
        in.nextElement();
        long version = in.integer();
        in.nextElement();
        in.skip();
        in.nextElement();
        Text values = new Text(text.text, in.offset(), text.plain);
        return Entity.unread(key, version, alive, () -> RegistersJson.read(key, values.cursor(), stamps, names));
    }

    /** Tells where a text holds escapes, for places asked for in order; where it is not ASCII, it may do so anywhere. */
    private static final class Escapes {
        private final String text;
        private final boolean ascii;
        private int next;

        Escapes(String text, boolean ascii) {
            this.text = text;
            this.ascii = ascii;
            next = text.indexOf('\\');
        }

        boolean between(int from, int to) {
            if (next >= 0 && next < from) {
                next = text.indexOf('\\', from);
            }
            return !ascii || (next >= 0 && next < to);
        }
    }

    /** The id of an entity that is damaged somewhere, for the report. */
    private static String likelyId(String text, int from) {
        try {
            JsonCursor in = new JsonCursor(text, from);
            in.beginArray();
            in.nextElement();
            return in.string();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return "at " + from + ", whose id cannot be read";
        }
    }
}
