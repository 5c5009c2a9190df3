package dev.weftwork.testkit.simulator;

import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteAdapter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Ways between a device and a server with one thing wrong in each. */
final class BrokenWay {
    private BrokenWay() {}

    /** What is too large for the live channel is passed over: what comes next counts as following what came before. */
    static RemoteAdapter deafToBehind(RemoteAdapter way) {
        return proxy(RemoteAdapter.class, (proxy, method, arguments) -> {
            if (method.getName().equals("live")) {
                arguments[1] = deaf((LiveListener) arguments[1]);
            }
            return call(way, method, arguments);
        });
    }

    private static LiveListener deaf(LiveListener listener) {
        return proxy(
                LiveListener.class,
                (proxy, method, arguments) ->
                        method.getName().equals("behind") ? null : call(listener, method, arguments));
    }

    /** Now and then a push arrives at another tenant's as well. */
    static RemoteAdapter misdirecting(RemoteAdapter way, RemoteAdapter nextDoor) {
        AtomicInteger pushes = new AtomicInteger();
        return proxy(RemoteAdapter.class, (proxy, method, arguments) -> {
            boolean pushing =
                    method.getName().equals("push") || method.getName().equals("sync");
            if (pushing && pushes.incrementAndGet() % 20 == 0) {
                nextDoor.push((PushRequest) arguments[0]).join();
            }
            return call(way, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object whole, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(whole, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
