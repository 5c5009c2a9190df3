package dev.weftwork.store;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.schedule.Scheduler;
import dev.weftwork.spi.StorageException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes in the storage which assets imports are about to put. A process that is killed meanwhile leaves its note, and the
 * next start deletes what came of that import and nobody refers to. A note that cannot be written costs nothing but that.
 * Safe for use by many threads.
 */
final class ImportNotes {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    /** Before the hash of what an import did not put. */
    private static final String FOUND = "=";

    private static final String FAILED = "The note of an import cannot be written now";
    private static final String LATER = "Assets of an import that is killed stay among the orphans";

    private final Engine engine;
    private final Scheduler scheduler;

    ImportNotes(Engine engine, Scheduler scheduler) {
        this.engine = engine;
        this.scheduler = scheduler;
    }

    /**
     * Notes what is about to be put, and what was found here and must stay, since another import that was killed may have
     * put it; gives what to do when the graph refers to it durably, or it was taken back.
     */
    Runnable begin(Set<AssetHash> lacking, Set<AssetHash> here) {
        String process = scheduler.process().orElse("");
        boolean nothing = lacking.isEmpty() && here.isEmpty();
        if (nothing || process.isEmpty()) {
            return () -> {};
        }
        String name = Keys.IMPORT + engine.newId();
        Stream<String> hashes = Stream.concat(
                lacking.stream().map(AssetHash::hex), here.stream().map(hash -> FOUND + hash.hex()));
        String text = Stream.concat(Stream.of(process), hashes).collect(Collectors.joining("\n"));
        return set(name, text) ? () -> set(name, null) : () -> {};
    }

    private boolean set(String name, @Nullable String text) {
        try {
            return engine.journal()
                    .exclusively(
                            FAILED,
                            LATER,
                            () -> engine.journal().storage().write(transaction -> {
                                transaction.setting(name, text);
                                return true;
                            }));
        } catch (StorageException | IllegalStateException e) {
            LOG.atInfo().log("{}: {}", FAILED, e.getMessage());
            return false;
        }
    }

    /** Whether there is anything to look through. */
    boolean anyKilled() {
        return notes().values().stream().anyMatch(this::hasEnded);
    }

    /** Deletes what imports put that were killed, unless somebody refers to it or imports it, too. */
    void collect(AssetStorage assets) {
        notes().forEach((name, text) -> {
            if (hasEnded(text)) {
                text.lines().skip(1).filter(AssetHash::isHex).forEach(hex -> {
                    if (!isImported(hex)) {
                        delete(assets, new AssetHash(hex));
                    }
                });
                boolean unused = set(name, null);
            }
        });
    }

    private Map<String, String> notes() {
        Map<String, String> notes = new LinkedHashMap<>();
        boolean unused = engine.read(moment -> {
            moment.settings(Keys.IMPORT, notes::put);
            return true;
        });
        return notes;
    }

    private boolean hasEnded(String note) {
        return note.lines().findFirst().filter(scheduler::hasEnded).isPresent();
    }

    /** Whether an import that may still run needs it; another process begins one at any time. */
    private boolean isImported(String hex) {
        return notes().values().stream()
                .filter(note -> !hasEnded(note))
                .flatMap(note -> note.lines().skip(1))
                .anyMatch(line -> line.equals(hex) || line.equals(FOUND + hex));
    }

    private static void delete(AssetStorage assets, AssetHash hash) {
        AssetFacts facts = new AssetFacts(null, null, hash, AssetFacts.NONE.rest());
        AssetDeletion outcome = assets.delete(new AssetRef.Embedded("any", facts));
        if (outcome instanceof AssetDeletion.Deleted) {
            LOG.atInfo().addKeyValue("asset", hash).log("Left by an import that was killed, and deleted");
        }
    }
}
