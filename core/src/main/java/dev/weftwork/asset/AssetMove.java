package dev.weftwork.asset;

import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.StorageException;
import java.util.List;

/** What came of moving all assets to another place. */
public sealed interface AssetMove {
    /** {@return how many assets were copied to the new place by this call} */
    int assets();

    /** {@return how many bytes that were} */
    long bytes();

    /**
     * The new place is in use, and has all that is whole.
     *
     * @param assets how many were copied by this call; what was there already does not count
     * @param bytes how many bytes that were
     * @param damaged what is not what was put, and so stayed in the old place
     * @param renamed what is called by its hash in the new place, since other content has its name there; a reference
     *     without a hash finds that other content
     * @param left how many copies could not be deleted from the old place
     */
    record Moved(int assets, long bytes, List<AssetKey> damaged, List<AssetKey> renamed, int left)
            implements AssetMove {
        /**
         * Copies the lists.
         *
         * @param assets how many were copied
         * @param bytes how many bytes that were
         * @param damaged what stayed
         * @param renamed what has another name
         * @param left how many old copies are still there
         */
        public Moved {
            damaged = List.copyOf(damaged);
            renamed = List.copyOf(renamed);
        }
    }

    /**
     * The old place is in use as before and has everything. What was copied lies in the new place; the same call once more
     * goes on from there.
     *
     * @param assets how many were copied by this call
     * @param bytes how many bytes that were
     * @param why what stopped it, with a remedy
     */
    record Stopped(int assets, long bytes, StorageException why) implements AssetMove {}
}
