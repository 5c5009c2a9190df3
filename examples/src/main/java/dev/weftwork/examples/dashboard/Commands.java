package dev.weftwork.examples.dashboard;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.Json;
import dev.weftwork.store.Conflict;
import dev.weftwork.store.ConflictStrategy.Decision;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What the buttons of the page do, by name. Each gives a sentence for the person who pressed. */
final class Commands {
    private final Store store;
    private final SyncEngine engine;
    private final Map<String, Command> all = new TreeMap<>();

    /** One button. */
    private interface Command {
        String run(Json with);
    }

    Commands(Store store, SyncEngine engine) {
        this.store = store;
        this.engine = engine;
        all.put("start", with -> say(engine::start, "Syncing goes on"));
        all.put("stop", with -> say(engine::stop, "Syncing is stopped; edits wait"));
        all.put("sync", with -> begin(engine.syncNow(), "A sync begins"));
        all.put("flush", with -> begin(engine.flush(), "All edits are being written and sent"));
        all.put("check", with -> begin(engine.check(), "The server is asked"));
        all.put("reset", with -> reset());
        all.put("configure", this::configure);
        all.put("retry", this::retry);
        all.put("discard", this::discard);
        all.put("settle", this::settle);
    }

    /**
     * Runs a command.
     *
     * @return what to tell, or empty if there is no such command
     * @throws IllegalArgumentException if what came with it makes no sense
     * @throws IllegalStateException if it cannot be done now
     */
    Optional<String> run(String name, Json with) {
        if (with.kind() != Json.Kind.OBJECT) {
            throw new IllegalArgumentException(with.text() + " is no JSON object; a command takes one, or nothing");
        }
        return Optional.ofNullable(all.get(name)).map(command -> command.run(with));
    }

    private static String say(Runnable work, String done) {
        work.run();
        return done;
    }

    /** What comes of it is among what happened. */
    private static String begin(CompletableFuture<?> work, String begun) {
        var unused = work;
        return begun;
    }

    private String reset() {
        store.metrics().reset();
        engine.metrics().reset();
        return "All figures begin anew";
    }

    private String configure(Json with) {
        engine.configure(options -> configured(options, with));
        return "The new settings hold";
    }

    private static SyncOptions configured(SyncOptions options, Json with) {
        SyncOptions changed = options;
        for (Json.Member setting : with.members()) {
            Json value = setting.value();
            changed = switch (setting.key()) {
                case "debounceMs" -> changed.withDebounce(millis(value));
                case "intervalMs" -> changed.withInterval(millis(value));
                case "maxQueueSize" -> changed.withQueueLimit(count(value));
                case "syncOnChange" -> changed.withSyncOnChange(yes(value));
                case "live" -> changed.withLive(yes(value));
                default ->
                    throw new IllegalArgumentException("There is no setting '" + setting.key()
                            + "'; there are debounceMs, intervalMs, maxQueueSize, syncOnChange and live");
            };
        }
        return changed;
    }

    private static int count(Json value) {
        long number = whole(value);
        if (number != (int) number) {
            throw new IllegalArgumentException(number + " is more than can be counted here; 0 sets no limit");
        }
        return (int) number;
    }

    private static Duration millis(Json value) {
        return Duration.ofMillis(whole(value));
    }

    private static long whole(Json value) {
        try {
            return Long.parseLong(value.text());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(value.text() + " is no whole number; give one without quotes", e);
        }
    }

    private static boolean yes(Json value) {
        if (value.kind() != Json.Kind.BOOLEAN) {
            throw new IllegalArgumentException(value.text() + " is neither true nor false");
        }
        return value.asBoolean();
    }

    private String retry(Json with) {
        store.oplog().retry(op(with));
        return "It is tried once more with the next sync";
    }

    private String discard(Json with) {
        store.oplog().discard(op(with));
        return "It is given up";
    }

    private OpId op(Json with) {
        OpId op = new OpId(member(with, "op"));
        if (store.oplog().dead().stream().noneMatch(dead -> dead.op().id().equals(op))) {
            throw new IllegalStateException("Operation " + op + " is not among the refused ones; see the page anew");
        }
        return op;
    }

    private String settle(Json with) {
        boolean mine = member(with, "keep").equals("mine");
        Conflict conflict = store.replication().conflicts().stream()
                .filter(Conflict::open)
                .filter(one -> one.workflow().value().equals(member(with, "workflow"))
                        && one.key().toString().equals(member(with, "entity"))
                        && one.field().equals(member(with, "field")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is nothing to decide there; see the page anew"));
        Conflict.Side kept = mine ? conflict.mine() : conflict.theirs();
        store.replication().settle(conflict, conflict.won() == mine ? Decision.STANDS : Decision.write(kept.value()));
        return "It is decided";
    }

    private static String member(Json with, String name) {
        Json value = with.get(name);
        if (value == null || value.kind() != Json.Kind.STRING) {
            throw new IllegalArgumentException("'" + name + "' is missing; it has to be a text");
        }
        return value.asString();
    }
}
