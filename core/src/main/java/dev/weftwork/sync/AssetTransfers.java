package dev.weftwork.sync;

import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.WorkflowId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The assets on their way between a store and its server. What synced graphs refer to and the server lacks is sent by
 * itself, after the edits that refer to it. What is not here is fetched when somebody asks for it, or at once if the
 * engine was built with {@link AssetFetching#EAGER}. A transfer that is cut off goes on from where it was, also after the
 * process has died.
 *
 * <p>Only references with a hash are carried, and none that lead to the web.
 *
 * <p><b>Threads.</b> Every method may be called by any thread. Futures complete on the scheduler's callback executor.
 */
public interface AssetTransfers {
    /**
     * Where the content of a reference is: what to show in its place.
     *
     * @param ref the reference
     * @return the state now
     */
    AssetState state(AssetRef ref);

    /**
     * Sees to it that content is here, and fetches it now if it is not, before whatever goes on in the background.
     *
     * @param ref leads to it
     * @return what came of it
     */
    CompletableFuture<AssetFetch> get(AssetRef ref);

    /**
     * Fetches in the background whatever a workflow refers to now.
     *
     * @param workflow which
     * @return what came of the first try of each; what failed for a passing reason is tried again
     */
    CompletableFuture<List<AssetFetch>> prefetch(WorkflowId workflow);

    /**
     * Fetches content in the background.
     *
     * @param hashes which
     * @return what came of the first try of each; what failed for a passing reason is tried again
     */
    CompletableFuture<List<AssetFetch>> prefetch(Set<AssetHash> hashes);

    /**
     * What is to go somewhere.
     *
     * @return the traffic now
     */
    AssetTraffic traffic();
}
