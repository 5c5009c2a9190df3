package dev.weftwork.examples.dashboard;

import dev.weftwork.metrics.OperationMetrics;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Shows a store and its engine to consoles that speak JMX, until it is closed. Thread-safe. */
public final class SyncBean implements SyncMXBean, AutoCloseable {
    private final Store store;
    private final SyncEngine engine;
    private final ObjectName name;

    private SyncBean(Store store, SyncEngine engine, ObjectName name) {
        this.store = store;
        this.engine = engine;
        this.name = name;
    }

    /**
     * Registers a bean as {@code dev.weftwork:type=Sync,name=…} in this JVM.
     *
     * @param name which store it is
     * @param store what is shown
     * @param engine what syncs it
     * @return the bean
     * @throws JMException if there is one of that name, or the name makes no sense
     */
    public static SyncBean register(String name, Store store, SyncEngine engine) throws JMException {
        SyncBean bean =
                new SyncBean(store, engine, new ObjectName("dev.weftwork:type=Sync,name=" + ObjectName.quote(name)));
        server().registerMBean(bean, bean.name);
        return bean;
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    @Override
    public boolean isEnabled() {
        return engine.status().enabled();
    }

    @Override
    public String getSyncStatus() {
        return engine.status().phase().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean isConnected() {
        return engine.status().connected();
    }

    @Override
    public long getLastSyncTime() {
        return engine.status().lastSyncMillis().orElse(-1);
    }

    @Override
    public long getNextSyncIn() {
        return engine.status().nextSyncIn().map(Duration::toMillis).orElse(-1L);
    }

    @Override
    public String getError() {
        return engine.status().error().orElse("");
    }

    @Override
    public int getPending() {
        return engine.status().pending();
    }

    @Override
    public int getParked() {
        return store.oplog().dead().size();
    }

    @Override
    public long getPushed() {
        return engine.metrics().opsPushed();
    }

    @Override
    public long getPulled() {
        return engine.metrics().opsPulled();
    }

    @Override
    public double getEditSuccessRate() {
        return store.metrics().edits().snapshot().successRate();
    }

    @Override
    public double getSyncSuccessRate() {
        return syncs().successRate();
    }

    @Override
    public double getAverageSyncMillis() {
        return syncs().average().toNanos() / 1e6;
    }

    private OperationMetrics.Snapshot syncs() {
        return engine.metrics().syncs().snapshot();
    }

    @Override
    public long getDebounceMillis() {
        return engine.options().debounce().toMillis();
    }

    @Override
    public void setDebounceMillis(long millis) {
        engine.configure(options -> options.withDebounce(Duration.ofMillis(millis)));
    }

    @Override
    public void start() {
        engine.start();
    }

    @Override
    public void stop() {
        engine.stop();
    }

    @Override
    public void syncNow() {
        var unused = engine.syncNow();
    }

    @Override
    public void resetMetrics() {
        store.metrics().reset();
        engine.metrics().reset();
    }

    /** Takes the bean out of the JVM. Store and engine go on. */
    @Override
    public void close() {
        try {
            server().unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("The bean " + name + " was taken out by somebody else", e);
        }
    }
}
