package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOptions;
import dev.weftwork.asset.AssetOrder;
import dev.weftwork.asset.AssetReferrer;
import dev.weftwork.asset.AssetStorage;
import dev.weftwork.asset.MovableAssets;
import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetHash;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.AssetKey;
import dev.weftwork.spi.ForwardingAssets;
import dev.weftwork.spi.StorageDescription;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each call that reaches what stands before a place for assets, or before its storage, reaches that too. */
final class ForwardingTest {
    private static final AssetHash HASH = new AssetHash("ab".repeat(32));
    private static final AssetFacts FACTS = new AssetFacts("image/png", 1L, HASH, Json.EMPTY_OBJECT);
    private static final AssetKey KEY = new AssetKey("image", "fox");
    private static final AssetRef REF = new AssetRef.Idb(KEY.toString(), FACTS);

    private static final Map<Class<?>, Object> SAMPLES = Map.ofEntries(
            Map.entry(AssetHash.class, HASH),
            Map.entry(AssetFacts.class, FACTS),
            Map.entry(AssetKey.class, KEY),
            Map.entry(AssetRef.class, REF),
            Map.entry(AssetOptions.class, AssetOptions.NONE),
            Map.entry(AssetOrder.class, AssetOrder.OLDEST_FIRST),
            Map.entry(AssetReferrer.class, (AssetReferrer) visitor -> {}),
            Map.entry(AssetAdapter.Filling.class, (AssetAdapter.Filling) out -> null),
            Map.entry(AssetAdapter.Visitor.class, (AssetAdapter.Visitor) asset -> {}),
            Map.entry(InputStream.class, InputStream.nullInputStream()),
            Map.entry(Path.class, Path.of("fox.png")),
            Map.entry(String.class, "poster"),
            Map.entry(Set.class, Set.of(HASH)),
            Map.entry(byte[].class, new byte[1]),
            Map.entry(long.class, 0L));

    private static final Map<Class<?>, Object> ANSWERS = Map.of(
            Optional.class,
            Optional.empty(),
            Set.class,
            Set.of(),
            List.class,
            List.of(),
            boolean.class,
            true,
            AssetRef.class,
            REF,
            StorageDescription.class,
            new StorageDescription("Told", "here", true, false, false, List.of()));

    private final List<String> told = new ArrayList<>();

    /** Notes what it is asked for. */
    private <T> T told(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    if (method.getDeclaringClass().equals(Object.class)) {
                        return method.getName().equals("equals") ? proxy == given[0] : (Object) 1;
                    }
                    told.add(signature(method));
                    return ANSWERS.get(method.getReturnType());
                }));
    }

    private static String signature(Method method) {
        return method.getName() + Arrays.toString(method.getParameterTypes());
    }

    private <T> void assertHandsOn(Class<T> type, T wrapper) throws Exception {
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.isSynthetic()) {
                told.clear();
                Object[] given = Arrays.stream(method.getParameterTypes())
                        .map(parameter -> {
                            assertThat(SAMPLES).as("samples, for %s", method).containsKey(parameter);
                            return SAMPLES.get(parameter);
                        })
                        .toArray();
                Object unused = method.invoke(wrapper, given);
                assertThat(told).as("what %s is handed on as", method).contains(signature(method));
            }
        }
    }

    @Test
    void whateverExtendsForwardingAssetsHandsOnAllThatItDoesNotOverride() throws Exception {
        AssetAdapter place = told(AssetAdapter.class);

        assertHandsOn(AssetAdapter.class, new ForwardingAssets() {
            @Override
            protected AssetAdapter place() {
                return place;
            }
        });
    }

    @Test
    void thePlaceOfAStoreHandsOnEverything() throws Exception {
        assertHandsOn(AssetAdapter.class, new StorePlace(told(AssetAdapter.class), new Leftovers()));
    }

    @Test
    void aPlaceThatCanMoveHandsOnEverything() throws Exception {
        assertHandsOn(AssetAdapter.class, MovableAssets.in(told(AssetAdapter.class)));
    }

    @Test
    void theStorageThatIsTimedHandsOnEverything() throws Exception {
        TimedAssets timed = new TimedAssets(
                told(AssetStorage.class), new ManualScheduler(), new OperationMetrics("assets", () -> 0));

        assertHandsOn(AssetStorage.class, timed);
    }
}
