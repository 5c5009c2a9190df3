package dev.weftwork.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.memory.MemoryRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.memory.MemoryWorkspace;
import dev.weftwork.schedule.ManualScheduler;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.Attribute;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A console sees a bean through JMX, and nothing else. */
final class SyncBeanTest {
    private static final MBeanServer CONSOLE = ManagementFactory.getPlatformMBeanServer();

    private final ManualScheduler time = new ManualScheduler();

    private static Object read(ObjectName name, String attribute) throws JMException {
        return CONSOLE.getAttribute(name, attribute);
    }

    private static void call(ObjectName name, String operation) throws JMException {
        CONSOLE.invoke(name, operation, new Object[0], new String[0]);
    }

    @Test
    void aConsoleSeesHowAStoreSyncsAndStepsIn() throws JMException {
        ObjectName name = new ObjectName("dev.weftwork:type=Sync,name=\"studio: one\"");
        try (Store store = Store.builder()
                        .storage(MemoryStorage.create())
                        .scheduler(time)
                        .open();
                SyncEngine engine = SyncEngine.builder(store)
                        .scheduler(time)
                        .remote(MemoryRemote.of(MemoryWorkspace.create("studio", time), "ann"))
                        .start()) {
            try (SyncBean bean = SyncBean.register("studio: one", store, engine)) {
                store.createWorkflow("Poster");
                call(name, "syncNow");
                time.advance(Duration.ofSeconds(1));

                assertThat(bean.isEnabled()).isTrue();
                assertThat(read(name, "SyncStatus")).isEqualTo("success");
                assertThat(read(name, "Connected")).isEqualTo(true);
                assertThat(read(name, "Pushed")).isEqualTo(1L);
                assertThat(read(name, "Pending")).isEqualTo(0);
                assertThat(read(name, "SyncSuccessRate")).isEqualTo(100.0);

                CONSOLE.setAttribute(name, new Attribute("DebounceMillis", 750L));
                assertThat(engine.options().debounce()).isEqualTo(Duration.ofMillis(750));
                call(name, "stop");
                time.advance(Duration.ofSeconds(1));
                assertThat(read(name, "Enabled")).isEqualTo(false);
                call(name, "resetMetrics");
                assertThat(read(name, "Pushed")).isEqualTo(0L);
            }
            assertThatThrownBy(() -> read(name, "Pushed")).isInstanceOf(InstanceNotFoundException.class);
        }
    }
}
