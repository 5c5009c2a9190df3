package dev.weftwork.store;

import dev.weftwork.spi.StorageException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When edits are tried again that could not be written: soon at first, and less and less often. */
final class Retries {
    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LAST = Duration.ofSeconds(5);

    private final Background background;
    private final StoreSignals signals;
    private final Runnable again;
    private Duration next = FIRST;
    private boolean waiting;

    Retries(Background background, StoreSignals signals, Runnable again) {
        this.background = background;
        this.signals = signals;
        this.again = again;
    }

    /** Tries again after a while, whatever it was. */
    void failed(Throwable thrown) {
        if (thrown instanceof StorageException known) {
            later(known);
            return;
        }
        LOG.atError().setCause(thrown).log("Edits could not be written");
        later(new StorageException(
                StorageException.Kind.IO, "Writing failed: " + thrown, "The edits are kept and tried again", thrown));
    }

    private synchronized void later(StorageException why) {
        LOG.atWarn()
                .addKeyValue("kind", why.kind())
                .addKeyValue("retryMillis", next.toMillis())
                .log("Edits wait for the storage: {}", why.getMessage());
        if (waiting) {
            return;
        }
        waiting = true;
        signals.retried();
        boolean unused = background.after(next, this::tryAgain);
        Duration doubled = next.multipliedBy(2);
        next = doubled.compareTo(LAST) > 0 ? LAST : doubled;
    }

    private void tryAgain() {
        synchronized (this) {
            waiting = false;
        }
        again.run();
    }

    /** All is well; the next failure is a first one. */
    synchronized void reset() {
        next = FIRST;
    }
}
