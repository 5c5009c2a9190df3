package dev.weftwork.graph;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One node of a {@link PersistentMap}, in the CHAMP layout: {@code slots} holds key and value pairs in front, in the
 * order of {@code dataMap}'s bits, and sub-nodes at the end, in the reverse order of {@code nodeMap}'s bits; a builder
 * leaves air between. Below the last bits of the hash lie collision nodes: pairs only, in no order, without air, and
 * with both bit maps 0.
 *
 * <p>A node is immutable, except to the {@link Edit} that made it, and that only until its map is built.
 */
final class TrieNode {

    static final TrieNode EMPTY = new TrieNode(0, 0, new Object[0], null);

    /** Nodes on the longest path: seven that use five bits of the hash each, and a collision node. */
    static final int MAX_DEPTH = 8;

    private static final int BITS = 5;

    /** Slots that a builder's node grows by: fewer copies for at most three pairs of air in what it builds. */
    private static final int GROWTH = 8;

    private int dataMap;
    private int nodeMap;
    private Object[] slots;
    private final @Nullable Edit owner;

    private TrieNode(int dataMap, int nodeMap, Object[] slots, @Nullable Edit owner) {
        this.dataMap = dataMap;
        this.nodeMap = nodeMap;
        this.slots = slots;
        this.owner = owner;
    }

    /** What one change, or one builder's many, do to the count; as a builder's, also the right to change nodes. */
    static final class Edit {

        int added;
        private final boolean many;

        Edit(boolean many) {
            this.many = many;
        }

        private @Nullable Edit ownership() {
            return many ? this : null;
        }
    }

    /** Folds the high bits in, since the upper levels use the low bits only. */
    static int hash(String key) {
        int hash = key.hashCode();
        return hash ^ hash >>> 16;
    }

    private static int bit(int hash, int shift) {
        return 1 << (hash >>> shift);
    }

    private static boolean isCollision(int shift) {
        return shift >= Integer.SIZE;
    }

    private int dataIndex(int bit) {
        return 2 * Integer.bitCount(dataMap & bit - 1);
    }

    private int nodeIndex(int bit) {
        return slots.length - 1 - Integer.bitCount(nodeMap & bit - 1);
    }

    /** How many pairs this node itself holds. */
    int pairs() {
        return (dataMap | nodeMap) == 0 ? slots.length / 2 : Integer.bitCount(dataMap);
    }

    String key(int pair) {
        return (String) slots[2 * pair];
    }

    Object value(int pair) {
        return slots[2 * pair + 1];
    }

    int children() {
        return Integer.bitCount(nodeMap);
    }

    TrieNode child(int index) {
        return (TrieNode) slots[slots.length - 1 - index];
    }

    static @Nullable Object find(TrieNode root, String key) {
        int hash = hash(key);
        TrieNode node = root;
        for (int shift = 0; !isCollision(shift); shift += BITS) {
            int bit = bit(hash, shift);
            if ((node.dataMap & bit) != 0) {
                int at = node.dataIndex(bit);
                return node.slots[at].equals(key) ? node.slots[at + 1] : null;
            }
            if ((node.nodeMap & bit) == 0) {
                return null;
            }
            node = (TrieNode) node.slots[node.nodeIndex(bit)];
        }
        int at = node.indexOf(key);
        return at < 0 ? null : node.slots[at + 1];
    }

    /** Where the key lies in a collision node, or -1. */
    private int indexOf(String key) {
        for (int at = 0; at < slots.length; at += 2) {
            if (slots[at].equals(key)) {
                return at;
            }
        }
        return -1;
    }

    void forEach(BiConsumer<String, Object> action) {
        for (int i = 0; i < pairs(); i++) {
            action.accept(key(i), value(i));
        }
        for (int i = 0; i < children(); i++) {
            child(i).forEach(action);
        }
    }

    /** This node with the pair; this very node if it holds the pair already, or if the edit owns it. */
    TrieNode put(int shift, int hash, String key, Object value, Edit edit) {
        if (isCollision(shift)) {
            int at = indexOf(key);
            return at >= 0 ? setValue(at, value, edit) : addPair(slots.length, 0, key, value, edit);
        }
        int bit = bit(hash, shift);
        if ((dataMap & bit) != 0) {
            int at = dataIndex(bit);
            String present = (String) slots[at];
            return present.equals(key)
                    ? setValue(at, value, edit)
                    : pushDown(bit, pair(shift + BITS, present, slots[at + 1], hash, key, value, edit), edit);
        }
        if ((nodeMap & bit) == 0) {
            return addPair(dataIndex(bit), bit, key, value, edit);
        }
        int at = nodeIndex(bit);
        TrieNode child = (TrieNode) slots[at];
        return replace(at, child, child.put(shift + BITS, hash, key, value, edit), edit);
    }

    /** A node of two pairs whose hashes agree up to here, with the nodes between if they agree further. */
    private static TrieNode pair(
            int shift, String oldKey, Object oldValue, int hash, String key, Object value, Edit edit) {
        edit.added++;
        return split(shift, hash(oldKey), oldKey, oldValue, hash, key, value, edit);
    }

    private static TrieNode split(
            int shift, int oldHash, String oldKey, Object oldValue, int hash, String key, Object value, Edit edit) {
        if (isCollision(shift)) {
            return new TrieNode(0, 0, new Object[] {oldKey, oldValue, key, value}, edit.ownership());
        }
        int oldBit = bit(oldHash, shift);
        int bit = bit(hash, shift);
        if (oldBit == bit) {
            TrieNode child = split(shift + BITS, oldHash, oldKey, oldValue, hash, key, value, edit);
            return new TrieNode(0, bit, new Object[] {child}, edit.ownership());
        }
        boolean oldFirst = Integer.compareUnsigned(oldBit, bit) < 0;
        Object[] pairs =
                oldFirst ? new Object[] {oldKey, oldValue, key, value} : new Object[] {key, value, oldKey, oldValue};
        return new TrieNode(oldBit | bit, 0, pairs, edit.ownership());
    }

    /** This node without the key; this very node if it has none, or if the edit owns it. */
    TrieNode remove(int shift, int hash, String key, Edit edit) {
        if (isCollision(shift)) {
            int at = indexOf(key);
            return at < 0 ? this : dropPair(at, 0, edit);
        }
        int bit = bit(hash, shift);
        if ((dataMap & bit) != 0) {
            int at = dataIndex(bit);
            return slots[at].equals(key) ? dropPair(at, bit, edit) : this;
        }
        if ((nodeMap & bit) == 0) {
            return this;
        }
        int at = nodeIndex(bit);
        TrieNode child = (TrieNode) slots[at];
        TrieNode left = child.remove(shift + BITS, hash, key, edit);
        boolean single = left.nodeMap == 0 && left.pairs() == 1;
        return single ? pullUp(bit, left, edit) : replace(at, child, left, edit);
    }

    private TrieNode setValue(int at, Object value, Edit edit) {
        return replace(at + 1, slots[at + 1], value, edit);
    }

    @SuppressWarnings("ReferenceEquality") // the same object means that nothing changed
    private TrieNode replace(int at, Object old, Object now, Edit edit) {
        if (old == now) {
            return this;
        }
        if (owner == edit) {
            slots[at] = now;
            return this;
        }
        Object[] copy = slots.clone();
        copy[at] = now;
        return new TrieNode(dataMap, nodeMap, copy, edit.ownership());
    }

    private TrieNode addPair(int at, int bit, String key, Object value, Edit edit) {
        edit.added++;
        int pairsEnd = 2 * pairs();
        int nodes = children();
        int gap = slots.length - nodes - pairsEnd;
        boolean roomy = owner == edit && bit != 0;
        Object[] wider = slots;
        if (!roomy || gap < 2) {
            wider = new Object[pairsEnd + nodes + (roomy ? GROWTH : 2)];
            System.arraycopy(slots, 0, wider, 0, at);
            System.arraycopy(slots, slots.length - nodes, wider, wider.length - nodes, nodes);
        }
        System.arraycopy(slots, at, wider, at + 2, pairsEnd - at);
        wider[at] = key;
        wider[at + 1] = value;
        return become(dataMap | bit, nodeMap, wider, edit);
    }

    private TrieNode dropPair(int at, int bit, Edit edit) {
        edit.added--;
        if (bit == dataMap && nodeMap == 0 && bit != 0) {
            return EMPTY;
        }
        Object[] narrower = new Object[slots.length - 2];
        System.arraycopy(slots, 0, narrower, 0, at);
        System.arraycopy(slots, at + 2, narrower, at, narrower.length - at);
        return become(dataMap & ~bit, nodeMap, narrower, edit);
    }

    /** Replaces a pair by a sub-node that holds it. */
    private TrieNode pushDown(int bit, TrieNode child, Edit edit) {
        int from = dataIndex(bit);
        int to = slots.length - 2 - Integer.bitCount(nodeMap & bit - 1);
        Object[] moved = new Object[slots.length - 1];
        System.arraycopy(slots, 0, moved, 0, from);
        System.arraycopy(slots, from + 2, moved, from, to - from);
        moved[to] = child;
        System.arraycopy(slots, to + 2, moved, to + 1, moved.length - to - 1);
        return become(dataMap & ~bit, nodeMap | bit, moved, edit);
    }

    /** Replaces a sub-node that shrank to one pair by that pair: one set of pairs has one shape of trie. */
    private TrieNode pullUp(int bit, TrieNode single, Edit edit) {
        int from = nodeIndex(bit);
        int to = dataIndex(bit);
        Object[] moved = new Object[slots.length + 1];
        System.arraycopy(slots, 0, moved, 0, to);
        moved[to] = single.slots[0];
        moved[to + 1] = single.slots[1];
        System.arraycopy(slots, to, moved, to + 2, from - to);
        System.arraycopy(slots, from + 1, moved, from + 2, slots.length - from - 1);
        return become(dataMap | bit, nodeMap & ~bit, moved, edit);
    }

    private TrieNode become(int data, int nodes, Object[] content, Edit edit) {
        if (owner != edit) {
            return new TrieNode(data, nodes, content, edit.ownership());
        }
        dataMap = data;
        nodeMap = nodes;
        slots = content;
        return this;
    }
}
