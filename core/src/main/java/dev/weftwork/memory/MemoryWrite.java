package dev.weftwork.memory;

import dev.weftwork.spi.Row;
import dev.weftwork.spi.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** Works on a moment of its own, which becomes the disk's when the callback has returned. */
final class MemoryWrite extends MemoryRead implements WriteTransaction {
    MemoryWrite(Moment moment) {
        super(moment);
    }

    @Override
    public long append(String body) {
        become(moment().with(moment().log().append(body)));
        return head();
    }

    @Override
    public void prune(long upTo) {
        become(moment().with(moment().log().prune(upTo)));
    }

    @Override
    public void put(Row row) {
        become(moment().put(row));
    }

    @Override
    public void remove(String kind, String workflowId, String id) {
        become(moment().remove(kind, workflowId, id));
    }

    @Override
    public void setting(String name, @Nullable String value) {
        become(moment().setting(name, value));
    }
}
