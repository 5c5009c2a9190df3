package dev.weftwork.sync;

import dev.weftwork.spi.RemoteFailure;
import java.util.function.Consumer;

/** Makes sure that it is the store's own place that answers, before anything is told to it. Confined to the engine's lane. */
final class Greeting {
    private final Session session;
    private final Bootstrap.Asking asking;
    private final Consumer<RemoteFailure> fail;

    Greeting(Session session, Bootstrap.Asking asking, Consumer<RemoteFailure> fail) {
        this.session = session;
        this.asking = asking;
        this.fail = fail;
    }

    /** Goes on at once where every call finds out by itself who answers. */
    void ifNeeded(Runnable then) {
        if (session.knowsPlace()) {
            then.run();
            return;
        }
        asking.ask(
                session::hello,
                (hello, time) -> {
                    RemoteFailure elsewhere = session.greet(hello);
                    if (elsewhere == null) {
                        then.run();
                    } else {
                        fail.accept(elsewhere);
                    }
                },
                fail);
    }
}
