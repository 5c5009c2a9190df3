package dev.weftwork.server;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes requests that are wrong in some way: half of them valid ones with one thing changed, half of them anything. */
final class HostileRequests {
    private static final List<String> PIECES = List.of(
            "",
            "\"",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "0",
            "-1",
            "1e999",
            "9".repeat(40),
            "\\",
            "\\u",
            "\\ud800",
            "null",
            "true",
            "NaN",
            "{\"$raw\":\"[\"}",
            "\u0000",
            "\uFFFF",
            "\"op\":1,",
            "[[[[[[",
            "../",
            "%00",
            "é");
    private static final List<Long> NUMBERS = List.of(
            -1L,
            0L,
            1L,
            2L,
            65_536L,
            (1L << 53) - 1,
            1L << 53,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            1_767_225_600_000L << 16);
    private static final List<String> VALUES = List.of(
            "null",
            "1",
            "\"x\"",
            "{}",
            "[]",
            "{\"a\":{\"b\":[1,2,3]}}",
            "NaN",
            "18446744073709551616",
            "{\"$raw\":1}",
            "[".repeat(60) + "]".repeat(60),
            "\"" + "x".repeat(2_000) + "\"");
    private static final List<String> PATHS = List.of(
            "/ops?after=1.1.00",
            "/ops?after=9.9.9",
            "/ops?limit=99999999999",
            "/ops?limit=-5",
            "/ops?wait=0x1",
            "/ops?workflow=" + "w".repeat(600),
            "/ops?audit=a&audit=b",
            "/snapshot?workflow=x",
            "/snapshot/..",
            "/live?after=x",
            "/nothing",
            "/ops/1",
            "",
            "/",
            "//",
            "/snapshot/" + "g".repeat(64));

    private final Random random;

    /** One request. */
    record Made(String method, String path, String body, boolean packed) {}

    HostileRequests(long seed) {
        random = new Random(seed);
    }

    Made next() {
        return random.nextBoolean() ? mutated() : anything();
    }

    /** A valid push or sync, perhaps of odd operations, with one small change. */
    private Made mutated() {
        PushRequest push = new PushRequest(offers());
        boolean sync = random.nextInt(4) == 0;
        String cursor = random.nextBoolean() ? "" : "1." + number() + ".0123456789abcdef";
        String body = sync
                ? Requests.sync(new SyncRequest(
                        push, PullRequest.after(new RemoteCursor(cursor), 1 + random.nextInt(5)), random.nextBoolean()))
                : Requests.push(push);
        String changed = random.nextInt(3) == 0 ? body : mutate(body);
        return new Made("POST", Site.STUDIO + (sync ? "/sync" : "/ops"), changed, random.nextInt(8) == 0);
    }

    private List<PushRequest.Offer> offers() {
        List<PushRequest.Offer> offers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            offers.add(new PushRequest.Offer(op(), random.nextInt(6) == 0 ? number() : null));
        }
        return offers;
    }

    private Op op() {
        List<EntityWrites> writes = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i <= count; i++) {
            writes.add(writes());
        }
        long claimed = random.nextInt(4) == 0 ? number() : random.nextInt(1_000_000);
        long seq = random.nextInt(4) == 0 ? number() : 1 + random.nextInt(5_000);
        Op.Origin origin = new Op.Origin(new DeviceId("d" + random.nextInt(40)), seq, claimed);
        OpId undo = random.nextInt(5) == 0 ? id() : null;
        OpId resolves = random.nextInt(5) == 0 ? id() : null;
        return new Op(
                id(),
                WorkflowId.of("w" + random.nextInt(5)),
                origin,
                number(),
                1 + random.nextInt(3),
                undo,
                resolves,
                writes);
    }

    private EntityWrites writes() {
        List<String> kinds = List.of("node", "edge", "workflow", "other");
        String kind = kinds.get(random.nextInt(kinds.size()));
        EntityWrites.Builder writes = EntityWrites.to(new EntityKey(EntityKind.of(kind), "e" + random.nextInt(20)));
        List<String> fields = List.of("life", "title", "ends", "parent", "config.a", "\u0000", "$raw");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String field = fields.get(random.nextInt(fields.size()));
            Json value = random.nextInt(5) == 0 ? null : Json.parse(VALUES.get(random.nextInt(VALUES.size())));
            if (random.nextInt(4) == 0) {
                writes.setOver(field, value, id());
            } else {
                writes.set(field, value);
            }
        }
        return writes.build();
    }

    private OpId id() {
        return new OpId("o" + random.nextInt(50_000));
    }

    private long number() {
        return NUMBERS.get(random.nextInt(NUMBERS.size()));
    }

    private String mutate(String text) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(6));
        return text.substring(0, from) + PIECES.get(random.nextInt(PIECES.size())) + text.substring(to);
    }

    private Made anything() {
        if (random.nextInt(4) == 0) {
            String path = Site.STUDIO + PATHS.get(random.nextInt(PATHS.size()));
            return new Made(List.of("GET", "PUT", "DELETE", "POST").get(random.nextInt(4)), path, "", false);
        }
        StringBuilder body = new StringBuilder(random.nextBoolean() ? "{\"ops\":[" : "");
        int count = random.nextInt(40);
        for (int i = 0; i < count; i++) {
            body.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return new Made("POST", Site.STUDIO + "/ops", body.toString(), random.nextInt(8) == 0);
    }
}
