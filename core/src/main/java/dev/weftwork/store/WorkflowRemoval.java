package dev.weftwork.store;

import dev.weftwork.asset.AssetInfo;
import java.util.List;

/** The removal of a workflow on its way, which also tells what it left over. Safe for use by many threads. */
public interface WorkflowRemoval extends Commit {
    /**
     * The assets that the workflow referred to and that nobody refers to now, as of this call. They stay until somebody
     * deletes them: whoever takes the removal back needs them. Every workflow's references are looked at, so this takes a
     * while in a large store.
     *
     * @return an immutable list, the oldest first; empty if the store has no place for assets
     */
    List<AssetInfo> orphans();
}
