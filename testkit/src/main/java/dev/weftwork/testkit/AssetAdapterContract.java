package dev.weftwork.testkit;

/**
 * All that an {@link dev.weftwork.spi.AssetAdapter} promises, as tests for JUnit Jupiter. An adapter author extends this
 * class and says how to open the adapter on a place that is new for each test:
 *
 * <pre>{@code
 * final class MyAssetsTest extends AssetAdapterContract {
 *     @TempDir Path directory;
 *
 *     @Override
 *     public AssetAdapter open() {
 *         return MyAssets.at(directory.resolve("assets"));
 *     }
 * }
 * }</pre>
 *
 * <p>Every test opens, and closes what it opened. If {@link dev.weftwork.spi.StorageDescription#shared()} says that several
 * may use the place, some tests open two at once. The suite cannot see what a killed process leaves, what a full medium
 * does, or how much memory a large asset takes: those tests are the adapter's own.
 */
public abstract class AssetAdapterContract
        implements AssetContentContract,
                AssetDraftContract,
                AssetNameContract,
                AssetFaultContract,
                AssetSharingContract {
    /** For subclasses. */
    protected AssetAdapterContract() {}
}
