package dev.weftwork.server;

import dev.weftwork.change.DeviceId;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import dev.weftwork.wire.FrameMessages;
import dev.weftwork.wire.Requests;
import dev.weftwork.wire.SyncRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes requests that are wrong in some way: half of them valid ones with one thing in them that no honest client would
 * say, so that they get as far as admission; the others broken somewhere in their text, or anything.
 */
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
    private static final List<Long> SEQS = List.of(0L, 1L, 2L, 65_536L, (1L << 53) - 1);
    private static final List<Json> VALUES = Stream.of(
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
                    "\"" + "x".repeat(2_000) + "\"")
            .map(Json::parse)
            .toList();
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
            "/frames",
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
        if (random.nextBoolean()) {
            return push(odd(offers()), RemoteCursor.START, false);
        }
        return random.nextInt(4) == 0 ? garbled() : anything();
    }

    /** A valid push or sync with a few characters changed, or a cursor that never was. */
    private Made garbled() {
        if (random.nextInt(4) == 0) {
            String body = FrameMessages.text(
                    new GestureFrame(WorkflowId.of("w1"), id(), 1 + random.nextInt(9), List.of(plain())));
            return new Made("POST", Site.STUDIO + "/frames", mutate(body), random.nextInt(8) == 0);
        }
        RemoteCursor cursor = new RemoteCursor(random.nextBoolean() ? "" : "1." + number() + ".0123456789abcdef");
        return push(offers(), cursor, true);
    }

    private Made push(List<PushRequest.Offer> offers, RemoteCursor cursor, boolean garbled) {
        PushRequest push = new PushRequest(offers);
        boolean sync = random.nextInt(4) == 0;
        String body = sync
                ? Requests.sync(new SyncRequest(push, PullRequest.after(cursor, 1 + random.nextInt(5))))
                : Requests.push(push);
        String sent = garbled ? mutate(body) : body;
        return new Made("POST", Site.STUDIO + (sync ? "/sync" : "/ops"), sent, random.nextInt(8) == 0);
    }

    private List<PushRequest.Offer> offers() {
        List<PushRequest.Offer> offers = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            offers.add(new PushRequest.Offer(op(), null));
        }
        return offers;
    }

    /** One thing in one of the operations is as it should not be. */
    private List<PushRequest.Offer> odd(List<PushRequest.Offer> offers) {
        int which = random.nextInt(offers.size());
        Op op = offers.get(which).op();
        Long eff = null;
        switch (random.nextInt(6)) {
            case 0 -> eff = clock();
            case 1 -> offers.add(new PushRequest.Offer(op, null));
            case 2 -> op = op.withWrites(List.of(op.writes().get(0), op.writes().get(0)));
            case 3 -> op = op.withWrites(List.of(writes(true)));
            default -> op = oddly(op);
        }
        offers.set(which, new PushRequest.Offer(op, eff));
        return offers;
    }

    private Op oddly(Op op) {
        Op.Origin origin = op.origin();
        OpId id = op.id();
        long seen = op.seen();
        OpId undo = null;
        int schema = 1;
        switch (random.nextInt(6)) {
            case 0 -> origin = new Op.Origin(origin.device(), SEQS.get(random.nextInt(SEQS.size())), origin.claimed());
            case 1 -> origin = new Op.Origin(origin.device(), origin.seq(), clock());
            case 2 -> origin = new Op.Origin(new DeviceId("stolen"), origin.seq(), origin.claimed());
            case 3 -> id = new OpId("o" + random.nextInt(10));
            case 4 -> seen = SEQS.get(random.nextInt(SEQS.size()));
            default -> undo = random.nextBoolean() ? id : id();
        }
        return new Op(id, op.workflow(), origin, seen, schema, undo, null, op.writes());
    }

    private Op op() {
        List<EntityWrites> writes = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i <= count; i++) {
            writes.add(writes(false));
        }
        // clocks rise with the numbers, as they do on a device that counts
        long seq = 1 + random.nextInt(5_000);
        Op.Origin origin = new Op.Origin(new DeviceId("d" + random.nextInt(40)), seq, seq * 100);
        return Op.of(id(), WorkflowId.of("w" + random.nextInt(5)), origin, writes);
    }

    private EntityWrites plain() {
        Json value = VALUES.get(random.nextInt(VALUES.size()));
        return EntityWrites.to(new EntityKey(EntityKind.NODE, "e" + random.nextInt(20)))
                .set("position", value)
                .build();
    }

    private EntityWrites writes(boolean odd) {
        List<String> kinds = List.of("node", "edge", "workflow", "other");
        String kind = kinds.get(random.nextInt(kinds.size()));
        EntityWrites.Builder writes = EntityWrites.to(new EntityKey(EntityKind.of(kind), "e" + random.nextInt(20)));
        List<String> fields = List.of("life", "title", "ends", "parent", "config.a", "\u0000", "$raw");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String field = fields.get(random.nextInt(fields.size()));
            Json value = random.nextInt(5) == 0 ? null : VALUES.get(random.nextInt(odd ? VALUES.size() : 6));
            if (odd && random.nextBoolean()) {
                writes.setOver(field, value, id());
            } else {
                writes.set(field, value);
            }
        }
        return writes.build();
    }

    private long clock() {
        return List.of(-1L, 0L, 1L, Long.MAX_VALUE, 1_767_225_600_000L << 16).get(random.nextInt(5));
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
