package dev.weftwork.store;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.InlineBinary;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes large binaries out of what an edit writes. */
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
    private final Deposits deposits;

    Offloading(AssetPolicy policy, AssetStorage assets, Deposits deposits) {
        this.policy = policy;
        this.assets = assets;
        this.deposits = deposits;
    }

    /** The writes with references in the place of binaries; the same list if there are none. */
    List<EntityWrites> lighten(List<EntityWrites> all) {
        if (policy.action() == AssetPolicy.Action.KEEP) {
            return all;
        }
        List<EntityWrites> lighter = new ArrayList<>(all.size());
        all.forEach(writes -> lighter.add(writes.length() > policy.over() ? lighten(writes) : writes));
        return lighter;
    }

    private EntityWrites lighten(EntityWrites writes) {
        EntityWrites.Builder builder = null;
        for (int i = 0; i < writes.size(); i++) {
            String field = writes.field(i);
            Json value = writes.value(i);
            // what an undo brings back is what was there, whatever the policy was then
            boolean free = value != null && writes.onlyOver(i) == null && !TEXTS.contains(field);
            Json lighter = value != null && free ? lighten(writes.key(), field, value) : value;
            if (lighter != null && !lighter.equals(value)) {
                builder = builder == null ? writes.toBuilder() : builder;
                builder.set(field, lighter);
            }
        }
        return builder == null ? writes : builder.build();
    }

    private Json lighten(EntityKey key, String field, Json value) {
        boolean large = value.text().length() > policy.over();
        if (!large
                || (policy.action() == AssetPolicy.Action.MOVE
                        && !assets.description().writable())) {
            // with nowhere to go a binary is better kept where it is
            return value;
        }
        return InlineBinary.replaceIn(value, policy.over(), binary -> {
            if (policy.action() == AssetPolicy.Action.REFUSE) {
                throw new IllegalArgumentException("Register '" + field + "' of " + key.kind() + " '" + key.id()
                        + "' holds " + binary + " as text; put it with store.assets() and write the reference");
            }
            return move(binary);
        });
    }

    private AssetRef move(InlineBinary binary) {
        byte[] bytes = binary.bytes();
        AssetRef ref = assets.refTo(bytes, AssetOptions.of(binary.mime()));
        deposits.add(ref.hash().orElseThrow(), binary.mime(), bytes);
        return ref;
    }
}
