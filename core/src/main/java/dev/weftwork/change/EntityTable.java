package dev.weftwork.change;

import dev.weftwork.graph.PersistentMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entities of one kind, with what has to be known of all of them at once. Immutable. */
final class EntityTable {
    private final PersistentMap<Entity> entities;
    private final int alive;
    /** Shared by all states in which the same entities live in the same order. */
    private final Ranking ranking;
    /** Which edges may touch which node; null until somebody asked, then kept up with each change. */
    private @Nullable Links links;

    private EntityTable(PersistentMap<Entity> entities, int alive, Ranking ranking, @Nullable Links links) {
        this.entities = entities;
        this.alive = alive;
        this.ranking = ranking;
        this.links = links;
    }

    /** A table of its own each time, since what it works out when asked goes on to all that grows from it. */
    static EntityTable empty() {
        return new EntityTable(PersistentMap.empty(), 0, new Ranking(null), null);
    }

    @Nullable Entity get(String name) {
        return entities.get(name);
    }

    int size() {
        return entities.size();
    }

    int alive() {
        return alive;
    }

    void forEach(Consumer<Entity> each) {
        entities.forEach((name, entity) -> each.accept(entity));
    }

    /** The names of all that live, by order key, then by name. */
    String[] ranked() {
        return ranking.of(this);
    }

    Links links() {
        Links known = links;
        if (known == null) {
            known = Links.of(this);
            links = known;
        }
        return known;
    }

    Changes change() {
        return new Changes(this);
    }

    /** A table in the making; nothing is copied until something is put. */
    static final class Changes {
        private final EntityTable from;
        private PersistentMap.@Nullable Builder<Entity> entities;
        private int alive;
        private boolean reordered;
        private @Nullable Links links;
        /** The names in the order in which they came, while the table is filled for the first time. */
        private @Nullable List<String> arrivals;

        private Changes(EntityTable from) {
            this.from = from;
            alive = from.alive;
            links = from.links;
        }

        @Nullable Entity get(String name) {
            return entities == null ? from.get(name) : entities.get(name);
        }

        @SuppressWarnings("ReferenceEquality") // the same object is the one case that can be skipped for nothing
        void put(String name, @Nullable Entity old, Entity entity) {
            if (old == entity) {
                return;
            }
            if (entities == null) {
                entities = from.entities.toBuilder();
                arrivals = from.size() == 0 ? new ArrayList<>() : null;
            }
            entities.put(name, entity);
            if (arrivals != null && old == null) {
                arrivals.add(name);
            }
            boolean lived = old != null && old.alive();
            boolean lives = entity.alive();
            alive += (lives ? 1 : 0) - (lived ? 1 : 0);
            reordered |= lives != lived || (lives && !Objects.equals(order(old), order(entity)));
            if (links != null) {
                links = links.with(entity);
            }
        }

        EntityTable done() {
            if (entities == null) {
                return from;
            }
            return new EntityTable(entities.build(), alive, reordered ? new Ranking(arrivals) : from.ranking, links);
        }

        private static @Nullable Object order(@Nullable Entity entity) {
            return entity == null ? null : entity.registers().get(RegisterNames.ORDER);
        }
    }

    /** The order of the living, worked out when it is first asked for. */
    private static final class Ranking {
        /** Set once; a race costs no more than sorting twice. */
        private volatile String @Nullable [] names;
        /** All names, most likely in order already, since rows are read by name; sorting what is in order is quick. */
        private @Nullable List<String> arrivals;

        Ranking(@Nullable List<String> arrivals) {
            this.arrivals = arrivals;
        }

        String[] of(EntityTable table) {
            String[] known = names;
            if (known == null) {
                known = sort(table);
                names = known;
                arrivals = null;
            }
            return known;
        }

        private String[] sort(EntityTable table) {
            List<String> all = arrivals;
            if (all == null) {
                all = new ArrayList<>(table.size());
                table.entities.forEach(collector(all));
            }
            boolean ordered = false;
            String[] living = new String[table.alive];
            int next = 0;
            for (String name : all) {
                Entity entity = Objects.requireNonNull(table.get(name), "an entity of this table");
                if (entity.alive()) {
                    living[next++] = name;
                    ordered |= entity.registers().get(RegisterNames.ORDER) != null;
                }
            }
            if (ordered) {
                return sortByOrder(living, table);
            }
            Arrays.sort(living);
            return living;
        }

        private static BiConsumer<String, Entity> collector(List<String> names) {
            return (name, entity) -> names.add(name);
        }

        private static String[] sortByOrder(String[] names, EntityTable table) {
            Ranked[] ranked = new Ranked[names.length];
            for (int i = 0; i < names.length; i++) {
                Entity entity = Objects.requireNonNull(table.get(names[i]), "an entity of this table");
                ranked[i] = new Ranked(Shape.text(entity.registers().get(RegisterNames.ORDER)), names[i]);
            }
            Arrays.sort(ranked);
            return Arrays.stream(ranked).map(Ranked::name).toArray(String[]::new);
        }
    }

    private record Ranked(@Nullable String order, String name) implements Comparable<Ranked> {
        @Override
        public int compareTo(Ranked other) {
            if (order == null || other.order == null) {
                // what nobody ordered comes last
                int missing = Boolean.compare(order == null, other.order == null);
                return missing == 0 ? name.compareTo(other.name) : missing;
            }
            int byOrder = order.compareTo(other.order);
            return byOrder == 0 ? name.compareTo(other.name) : byOrder;
        }
    }
}
