package dev.weftwork.graph;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A map from strings whose versions share structure: a change costs a few small copies and leaves every older version
 * as it was, so a snapshot of any size is one reference. Order is by hash: stable for one content, otherwise arbitrary.
 * Neither keys nor values can be null.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param <V> the type of values
 */
public final class PersistentMap<V> {

    private static final PersistentMap<?> EMPTY = new PersistentMap<>(TrieNode.EMPTY, 0);

    private final TrieNode root;
    private final int size;

    private PersistentMap(TrieNode root, int size) {
        this.root = root;
        this.size = size;
    }

    /**
     * The map without entries.
     *
     * @param <V> the type of values
     * @return the empty map
     */
    @SuppressWarnings("unchecked") // Holds no value of any type.
    public static <V> PersistentMap<V> empty() {
        return (PersistentMap<V>) EMPTY;
    }

    /**
     * Starts a map to be filled.
     *
     * @param <V> the type of values
     * @return a builder without entries
     */
    public static <V> Builder<V> builder() {
        return PersistentMap.<V>empty().toBuilder();
    }

    /**
     * Starts a series of changes to this map, cheaper than one version for each; takes constant time.
     *
     * @return a builder with this map's entries
     */
    public Builder<V> toBuilder() {
        return new Builder<>(this);
    }

    /**
     * The value of a key.
     *
     * @param key the key
     * @return the value, or null if there is none
     */
    public @Nullable V get(String key) {
        return value(TrieNode.find(root, key));
    }

    /**
     * Whether a key has a value.
     *
     * @param key the key
     * @return whether it has one
     */
    public boolean containsKey(String key) {
        return TrieNode.find(root, key) != null;
    }

    /**
     * This map with an entry set.
     *
     * @param key the key
     * @param value the value
     * @return the map with the entry; this very map if it holds that very value already
     */
    public PersistentMap<V> put(String key, V value) {
        TrieNode.Edit edit = new TrieNode.Edit(false);
        return with(root.put(0, TrieNode.hash(key), key, Objects.requireNonNull(value, "value"), edit), edit);
    }

    /**
     * This map without an entry.
     *
     * @param key the key
     * @return the map without the entry; this very map if there was none
     */
    public PersistentMap<V> remove(String key) {
        TrieNode.Edit edit = new TrieNode.Edit(false);
        return with(root.remove(0, TrieNode.hash(key), key, edit), edit);
    }

    private PersistentMap<V> with(TrieNode changed, TrieNode.Edit edit) {
        return changed == root ? this : new PersistentMap<>(changed, size + edit.added);
    }

    /**
     * How many entries there are.
     *
     * @return the count
     */
    public int size() {
        return size;
    }

    /**
     * Shows every entry to an action.
     *
     * @param action called with key and value
     */
    public void forEach(BiConsumer<String, V> action) {
        root.forEach((key, value) -> action.accept(key, Objects.requireNonNull(value(value))));
    }

    /**
     * The values, in the order of {@link #forEach}'s keys only by chance.
     *
     * @return a view that can be iterated many times; its iterators cannot remove
     */
    public Iterable<V> values() {
        return () -> new Values<>(root);
    }

    // Only values of type V are ever put, so the caller's V is always right.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <V> @Nullable V value(@Nullable Object value) {
        return (V) value;
    }

    /** Walks the trie with a stack as deep as the trie can get, so that nothing is copied into lists. */
    private static final class Values<V> implements Iterator<V> {

        private final TrieNode[] path = new TrieNode[TrieNode.MAX_DEPTH];
        private final int[] nextChild = new int[TrieNode.MAX_DEPTH];
        private int depth;
        private TrieNode node;
        private int nextPair;

        Values(TrieNode root) {
            path[0] = root;
            node = root;
            settle();
        }

        /** Moves on to the next node that has a pair left, if there is one. */
        private void settle() {
            while (nextPair == node.pairs() && depth >= 0) {
                TrieNode parent = path[depth];
                if (nextChild[depth] == parent.children()) {
                    depth--;
                    continue;
                }
                node = parent.child(nextChild[depth]++);
                nextPair = 0;
                depth++;
                path[depth] = node;
                nextChild[depth] = 0;
            }
        }

        @Override
        public boolean hasNext() {
            return nextPair < node.pairs();
        }

        @Override
        public V next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            V value = PersistentMap.<V>value(node.value(nextPair++));
            settle();
            return Objects.requireNonNull(value);
        }
    }

    /**
     * Changes a map in place until it is built. It may be built many times; what is built never changes after.
     *
     * <p>Not thread-safe.
     *
     * @param <V> the type of values
     */
    public static final class Builder<V> {

        private PersistentMap<V> base;
        private TrieNode root;
        private TrieNode.Edit edit = new TrieNode.Edit(true);

        private Builder(PersistentMap<V> base) {
            this.base = base;
            this.root = base.root;
        }

        /**
         * Sets an entry.
         *
         * @param key the key
         * @param value the value
         * @return this
         */
        public Builder<V> put(String key, V value) {
            root = root.put(0, TrieNode.hash(key), key, Objects.requireNonNull(value, "value"), edit);
            return this;
        }

        /**
         * Drops an entry, if there is one.
         *
         * @param key the key
         * @return this
         */
        public Builder<V> remove(String key) {
            root = root.remove(0, TrieNode.hash(key), key, edit);
            return this;
        }

        /**
         * The value of a key.
         *
         * @param key the key
         * @return the value, or null if there is none
         */
        public @Nullable V get(String key) {
            return value(TrieNode.find(root, key));
        }

        /**
         * How many entries there are by now.
         *
         * @return the count
         */
        public int size() {
            return base.size + edit.added;
        }

        /**
         * Makes the map; takes constant time.
         *
         * @return the map; the very one that this builder came from if nothing changed
         */
        public PersistentMap<V> build() {
            if (root != base.root) {
                base = new PersistentMap<>(root, size());
                // The new map's nodes belong to the old edit, so giving it up makes them immutable.
                edit = new TrieNode.Edit(true);
            }
            return base;
        }
    }
}
