package dev.weftwork.change;

import dev.weftwork.graph.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        return new EntityTable(PersistentMap.empty(), 0, new Ranking(), null);
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

    /** All that live, by order key, then by name. */
    List<Entity> ranked() {
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
        /** The entities in the order in which they came, while the table is filled for the first time. */
        private @Nullable List<Entity> arrivals;

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
            begin().put(name, entity);
            arrive(old, entity);
            boolean lived = old != null && old.alive();
            boolean lives = entity.alive();
            alive += (lives ? 1 : 0) - (lived ? 1 : 0);
            reordered |= lives != lived || (lives && !inPlaceOf(old, entity));
            if (links != null) {
                links = links.with(entity);
            }
        }

        private void arrive(@Nullable Entity old, Entity entity) {
            if (old != null) {
                arrivals = null;
            } else if (arrivals != null) {
                arrivals.add(entity);
            }
        }

        private PersistentMap.Builder<Entity> begin() {
            PersistentMap.Builder<Entity> builder = entities;
            if (builder == null) {
                builder = from.entities.toBuilder();
                entities = builder;
                arrivals = from.size() == 0 ? new ArrayList<>() : null;
            }
            return builder;
        }

        EntityTable done() {
            if (entities == null) {
                return from;
            }
            if (!reordered) {
                return new EntityTable(entities.build(), alive, from.ranking, links);
            }
            Ranking ranking = new Ranking();
            EntityTable made = new EntityTable(entities.build(), alive, ranking, links);
            ranking.arrived = arrivals == null ? null : new Arrivals(made, arrivals);
            return made;
        }

        private static boolean inPlaceOf(@Nullable Entity old, Entity entity) {
            return old != null && entity.registers().agree(old.registers(), RegisterNames.ORDER);
        }
    }

    /**
     * All entities of a table in the order in which they came: most likely sorted already, since pages are, and what is
     * drawn at one go; and sorting what is sorted is quick.
     */
    private record Arrivals(EntityTable table, List<Entity> entities) {}

    /** The order of the living, worked out when it is first asked for. */
    private static final class Ranking {
        /** Set once; a race costs no more than sorting twice. */
        private volatile @Nullable Known known;
        /** What the first table in this order was filled with, until somebody asks. */
        private @Nullable Arrivals arrived;

        /** The entities of one table in their order. */
        private record Known(EntityTable table, List<Entity> ranked) {}

        @SuppressWarnings("ReferenceEquality") // another table in the same order may hold other states
        List<Entity> of(EntityTable table) {
            Known last = known;
            if (last != null && last.table == table) {
                return last.ranked;
            }
            Known made = new Known(table, last == null ? sort(table) : again(last.ranked, table));
            known = made;
            arrived = null;
            return made.ranked;
        }

        /** The same names in the same order, as they are in another table. */
        private static List<Entity> again(List<Entity> ranked, EntityTable table) {
            List<Entity> now = new ArrayList<>(ranked.size());
            for (Entity entity : ranked) {
                now.add(Objects.requireNonNull(table.get(GraphState.name(entity.key())), "an entity of this table"));
            }
            return now;
        }

        @SuppressWarnings("ReferenceEquality") // another table in the same order may hold other states
        private List<Entity> sort(EntityTable table) {
            Arrivals first = arrived;
            List<Entity> all;
            if (first != null && first.table == table) {
                all = first.entities;
            } else {
                all = new ArrayList<>(table.size());
                table.forEach(all::add);
            }
            List<Ranked> living = new ArrayList<>(table.alive);
            boolean sorted = true;
            Ranked last = null;
            for (Entity entity : all) {
                if (entity.alive()) {
                    Ranked next = Ranked.of(entity);
                    sorted &= last == null || last.compareTo(next) < 0;
                    living.add(next);
                    last = next;
                }
            }
            if (!sorted) {
                living.sort(null);
            }
            List<Entity> ranked = new ArrayList<>(living.size());
            living.forEach(each -> ranked.add(each.entity));
            return ranked;
        }
    }

    private record Ranked(@Nullable String order, Entity entity) implements Comparable<Ranked> {
        static Ranked of(Entity entity) {
            return new Ranked(entity.order(), entity);
        }

        @Override
        public int compareTo(Ranked other) {
            if (order == null || other.order == null) {
                // what nobody ordered comes last
                int missing = Boolean.compare(order == null, other.order == null);
                return missing == 0 ? byName(other) : missing;
            }
            int byOrder = order.compareTo(other.order);
            return byOrder == 0 ? byName(other) : byOrder;
        }

        private int byName(Ranked other) {
            return entity.key().id().compareTo(other.entity.key().id());
        }
    }
}
