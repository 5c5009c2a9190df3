package dev.weftwork.store;

import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StorageException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place for assets that notes what it is asked, and refuses to take anything while it is told to. */
final class FlakyPlace {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Exception refusal;
    private volatile Runnable beforePut = () -> {};
    private final MemoryBlobs held = MemoryBlobs.create();

    static StorageException full() {
        return new StorageException(StorageException.Kind.FULL, "There is no space left for assets", "Make room");
    }

    static IOException later() {
        return new IOException("the share does not answer");
    }

    /** From now on every put throws this, or none if it is null. */
    void refuse(@Nullable Exception failure) {
        refusal = failure;
    }

    void beforePut(Runnable hook) {
        beforePut = hook;
    }

    long puts() {
        return calls.stream().filter("put"::equals).count();
    }

    /** The place as one more process opens it. */
    AssetAdapter open() {
        MemoryBlobs real = held.again();
        return (AssetAdapter) Proxy.newProxyInstance(
                AssetAdapter.class.getClassLoader(),
                new Class<?>[] {AssetAdapter.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    if (method.getName().equals("put")) {
                        beforePut.run();
                        if (refusal != null) {
                            throw refusal;
                        }
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
