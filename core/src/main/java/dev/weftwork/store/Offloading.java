package dev.weftwork.store;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.InlineBinary;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.OpId;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Takes large binaries out of what edits write and puts them where assets are kept. Safe for use by many threads. */
final class Offloading {
    /** Registers that are texts by their nature; a reference in their place would not be understood. */
    private static final Set<String> TEXTS = Set.of(
            RegisterNames.NAME,
            RegisterNames.TYPE,
            RegisterNames.TITLE,
            RegisterNames.PARENT,
            RegisterNames.ORDER,
            RegisterNames.ENDS);

    private final AssetPolicy policy;
    private final AssetStorage assets;

    Offloading(AssetPolicy policy, AssetStorage assets) {
        this.policy = policy;
        this.assets = assets;
    }

    /** Whether some value is long enough to hold what has to move; quick, since it is asked within the edit. */
    boolean concerns(List<EntityWrites> all) {
        return policy.action() == AssetPolicy.Action.MOVE && all.stream().anyMatch(this::concerns);
    }

    private boolean concerns(EntityWrites writes) {
        for (int i = 0; i < writes.size() && writes.length() > policy.over(); i++) {
            if (concerns(writes.key(), writes.field(i), writes.value(i))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value is long enough to hold what has to move. */
    boolean concerns(EntityKey key, String field, @Nullable Json value) {
        return value != null
                && !isOfVersions(key)
                && policy.action() == AssetPolicy.Action.MOVE
                && value.text().length() > policy.over()
                && !TEXTS.contains(field);
    }

    /** A chunk is packed text, known by its hash, which would be another's with a reference in its place. */
    private static boolean isOfVersions(EntityKey key) {
        return key.kind().equals(EntityKind.CHUNK) || key.kind().equals(EntityKind.VERSION);
    }

    /** Refuses a binary, if that is the policy. What an undo brings back is what was there, whatever the policy was then. */
    void refuse(List<EntityWrites> all) {
        for (EntityWrites writes : all) {
            for (int i = 0; policy.action() == AssetPolicy.Action.REFUSE && i < writes.size(); i++) {
                Json value = writes.value(i);
                String field = writes.field(i);
                boolean free = writes.onlyOver(i) == null && !TEXTS.contains(field) && !isOfVersions(writes.key());
                if (value != null && free) {
                    Json unused = InlineBinary.replaceIn(value, policy.over(), binary -> {
                        throw refusal(writes, field, binary);
                    });
                }
            }
        }
    }

    private static IllegalArgumentException refusal(EntityWrites writes, String field, InlineBinary binary) {
        return new IllegalArgumentException("Register '" + field + "' of "
                + writes.key().kind() + " '" + writes.key().id() + "' holds " + binary
                + " as text; put it with store.assets() and write the reference");
    }

    /** The writes as they would be, without a look at the binaries; for their length alone. */
    List<EntityWrites> sketch(List<EntityWrites> all) {
        return map(all, value -> InlineBinary.replaceLikely(value, policy.over(), anyRef()));
    }

    /** The same for certain, since it decodes what it takes for a binary; not quick. */
    List<EntityWrites> outcome(List<EntityWrites> all) {
        return map(all, value -> InlineBinary.replaceIn(value, policy.over(), binary -> anyRef()));
    }

    private static AssetRef anyRef() {
        return new AssetRef.Embedded("any", new AssetFacts(null, null, null, AssetFacts.NONE.rest()));
    }

    /**
     * The writes with references in the place of binaries, which are on the disk when this returns; the same list if there
     * are none.
     *
     * @throws StorageException if the place does not take one
     */
    List<EntityWrites> move(List<EntityWrites> all, Keeper keeper) {
        return map(all, value -> move(value, keeper));
    }

    /** One value with references in the place of binaries. */
    Json move(Json value, Keeper keeper) {
        return InlineBinary.replaceIn(value, policy.over(), binary -> put(binary, keeper));
    }

    /**
     * Is told of what is put.
     *
     * @param before of content before it is put, so that nobody deletes it before the edit refers to it
     * @param progress of each stretch that the place asks for
     */
    record Keeper(Consumer<AssetHash> before, IntConsumer progress) {
        /** Wants to know nothing of the progress. */
        Keeper(Consumer<AssetHash> before) {
            this(before, bytes -> {});
        }
    }

    private AssetRef put(InlineBinary binary, Keeper keeper) {
        byte[] bytes = binary.bytes();
        AssetOptions options = AssetOptions.of(binary.mime());
        AssetHash hash = assets.refTo(bytes, options).hash().orElseThrow();
        keeper.before().accept(hash);
        try {
            return assets.put(new Watched(bytes, keeper.progress()), options.expecting(hash));
        } catch (IOException e) {
            throw new AssertionError("Bytes in memory can be read", e);
        }
    }

    private List<EntityWrites> map(List<EntityWrites> all, Function<Json, Json> change) {
        List<EntityWrites> changed = new ArrayList<>(all.size());
        boolean any = false;
        for (EntityWrites writes : all) {
            EntityWrites other = concerns(writes) ? map(writes, change) : writes;
            any |= !other.equals(writes);
            changed.add(other);
        }
        return any ? changed : all;
    }

    private EntityWrites map(EntityWrites writes, Function<Json, Json> change) {
        EntityWrites.Builder builder = writes.toBuilder();
        for (int i = 0; i < writes.size(); i++) {
            Json value = writes.value(i);
            Json other = value != null && concerns(writes.key(), writes.field(i), value) ? change.apply(value) : value;
            OpId guard = writes.onlyOver(i);
            if (other != null && !other.equals(value)) {
                builder = guard == null
                        ? builder.set(writes.field(i), other)
                        : builder.setOver(writes.field(i), other, guard);
            }
        }
        return builder.build();
    }

    /** Bytes that tell when they are read. */
    private static final class Watched extends ByteArrayInputStream {
        private final IntConsumer progress;

        Watched(byte[] bytes, IntConsumer progress) {
            super(bytes);
            this.progress = progress;
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            int count = super.read(target, offset, length);
            // the end is a step, too: what comes behind it takes its time of its own
            progress.accept(Math.max(1, count));
            return count;
        }
    }
}
