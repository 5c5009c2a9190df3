package dev.weftwork.http;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Hlc;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PushRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Operations of a few devices: most in order, some late, some again, some of a copy, some broken. */
final class RandomOps {
    private static final int DEVICES = 4;
    private static final List<String> FIELDS = List.of("life", "title", "position", "config.a", "config.b");

    private final Random random;
    private final long[] counts = new long[DEVICES];
    private final List<Op> made = new ArrayList<>();
    private final List<Op> heldBack = new ArrayList<>();
    private final Set<String> summary = new TreeSet<>();
    private long ids;

    RandomOps(long seed) {
        random = new Random(seed);
    }

    Set<String> summary() {
        return summary;
    }

    PushRequest next(long now) {
        List<PushRequest.Offer> offers = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            Long eff = random.nextInt(30) == 0 ? Hlc.at(now - random.nextInt(100_000)) : null;
            offers.add(new PushRequest.Offer(one(now), eff));
        }
        return new PushRequest(offers);
    }

    private Op one(long now) {
        int choice = made.size() < 5 ? 0 : random.nextInt(20);
        if (choice < 12) {
            return fresh(now);
        }
        if (choice < 14 && heldBack.size() > 25) {
            summary.add("late");
            return heldBack.remove(0);
        }
        if (choice < 15) {
            heldBack.add(fresh(now));
            return fresh(now);
        }
        Op old = made.get(random.nextInt(made.size()));
        if (choice < 18) {
            summary.add("again");
            return old;
        }
        summary.add("fork");
        if (choice == 18) {
            return old.withWrites(List.of(writes()));
        }
        return Op.of(id(), old.workflow(), old.origin(), List.of(writes()));
    }

    private Op fresh(long now) {
        int device = random.nextInt(DEVICES);
        long skew = (device - 1) * 3_600_000L;
        counts[device] += random.nextInt(12) == 0 ? 2 : 1;
        Op.Origin origin =
                new Op.Origin(new DeviceId("device-" + device), counts[device], Hlc.at(now + skew) + counts[device]);
        boolean birth = random.nextInt(6) == 0;
        List<EntityWrites> all = new ArrayList<>(List.of(birth ? birth() : writes()));
        if (random.nextInt(25) == 0) {
            all.add(all.get(0));
        }
        WorkflowId workflow = WorkflowId.of("w" + random.nextInt(3));
        Op plain = Op.of(id(), workflow, origin, all);
        long seen = birth ? made.size() : seen(random.nextInt(4));
        Op op = new Op(plain.id(), workflow, origin, seen, 1, null, null, all);
        made.add(op);
        return op;
    }

    private long seen(int choice) {
        return switch (choice) {
            case 0 -> random.nextInt(made.size() + 1);
            case 1 -> made.size();
            default -> 0;
        };
    }

    private OpId id() {
        return new OpId("op-" + ++ids);
    }

    private EntityWrites birth() {
        return EntityWrites.to(new EntityKey(EntityKind.NODE, "n" + random.nextInt(60)))
                .set("life", Json.TRUE)
                .set("title", value())
                .build();
    }

    private EntityWrites writes() {
        boolean own = random.nextInt(12) == 0;
        EntityKey key = own
                ? new EntityKey(EntityKind.WORKFLOW, "w" + random.nextInt(3))
                : new EntityKey(EntityKind.NODE, "n" + random.nextInt(60));
        EntityWrites.Builder writes = EntityWrites.to(key);
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            Json value = field.equals("life") ? Json.of(random.nextInt(3) == 0) : value();
            if (random.nextInt(6) == 0 && !made.isEmpty()) {
                summary.add("guarded");
                writes.setOver(
                        field, value, made.get(random.nextInt(made.size())).id());
            } else {
                writes.set(field, value);
            }
        }
        return writes.build();
    }

    private @Nullable Json value() {
        return switch (random.nextInt(5)) {
            case 0 -> null;
            case 1 -> Json.NULL;
            case 2 -> Json.parse("NaN");
            case 3 -> Json.parse("{\"x\":" + random.nextInt(100) + ",\"y\":1.50}");
            default -> Json.of("text " + random.nextInt(100));
        };
    }
}
