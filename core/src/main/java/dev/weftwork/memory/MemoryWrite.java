package dev.weftwork.memory;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import dev.weftwork.spi.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** Works on a moment of its own, which becomes the disk's when the callback has returned. */
final class MemoryWrite extends MemoryRead implements WriteTransaction {
    private final long room;
    private long taken;
    private @Nullable StorageException failure;

    MemoryWrite(Moment moment, long room) {
        super(moment);
        this.room = room;
    }

    @Override
    public long append(String body) {
        take(body.length());
        become(moment().with(moment().log().append(body)));
        return head();
    }

    @Override
    public void prune(long upTo) {
        become(moment().with(moment().log().prune(upTo)));
    }

    @Override
    public void put(Row row) {
        take(row.json().length() + row.stamps().length());
        become(moment().put(row));
    }

    @Override
    public void remove(String kind, String workflowId, String id) {
        become(moment().remove(kind, workflowId, id));
    }

    @Override
    public void setting(String name, @Nullable String value) {
        take(value == null ? 0 : value.length());
        become(moment().setting(name, value));
    }

    /** How much of the room has gone; fails if there was not enough, whoever caught that. */
    long taken() {
        if (failure != null) {
            throw failure;
        }
        return taken;
    }

    private void take(int characters) {
        moment();
        if (failure != null) {
            throw failure;
        }
        if (characters > room - taken) {
            failure = new StorageException(
                    Kind.FULL, "The disk in memory has no room for " + characters + " characters", "Give it more room");
            throw failure;
        }
        taken += characters;
    }
}
