package dev.weftwork.examples;

import dev.weftwork.examples.dashboard.Dashboard;
import dev.weftwork.examples.dashboard.SyncBean;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.metrics.AlertRules;
import dev.weftwork.metrics.Alerts;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;

/** An app that syncs, a page in the browser that shows how, and a bean for JMX consoles. Ends when Enter is pressed. */
public final class HelloDashboard {
    private static final String TOKEN = "take-32-random-characters-instead";

    private HelloDashboard() {}

    /**
     * Runs the example.
     *
     * @param args the server's directory, or nothing for {@code hello-dashboard}
     * @throws IOException if the server or the page cannot start
     * @throws JMException if there is such a bean already
     */
    public static void main(String[] args) throws IOException, JMException {
        Path directory = Path.of(args.length > 0 ? args[0] : "hello-dashboard");
        StaticTokens tokens = new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR));
        AtomicReference<Dashboard> page = new AtomicReference<>();
        Alerts alerts = Alerts.of(AlertRules.DEFAULT, alert -> page.get().show(alert));

        try (SyncServer server = SyncServer.builder()
                        .directory(directory)
                        .authenticator(tokens)
                        .start();
                Store store = Store.builder()
                        .storage(MemoryStorage.create())
                        .alerts(alerts)
                        .open();
                SyncEngine engine = SyncEngine.builder(store)
                        .remote(HttpRemote.at(server.address(), () -> TOKEN))
                        .alerts(alerts)
                        .build();
                Dashboard dashboard = Dashboard.open(store, engine, 0);
                SyncBean bean = SyncBean.register("hello", store, engine)) {
            page.set(dashboard);
            engine.start();
            System.out.println("See " + dashboard.address() + " and press Enter to end");
            editUntilEnter(store);
            System.out.println("Edits: " + store.metrics().edits().snapshot().total() + ", success rate: "
                    + bean.getEditSuccessRate() + " %");
        }
    }

    /** Somebody moves a node, four times a second. */
    private static void editUntilEnter(Store store) throws IOException {
        WorkflowId poster = store.createWorkflow("Poster").id();
        NodeId idea = NodeId.random();
        store.edit(poster, draft -> draft.addNode(idea, "prompt", node -> node.title("Idea")));
        AtomicInteger step = new AtomicInteger();
        ScheduledExecutorService person = Executors.newSingleThreadScheduledExecutor();
        try {
            var unusedTask = person.scheduleWithFixedDelay(
                    () -> store.edit(poster, draft -> draft.updateNode(idea, node -> node.at(step.addAndGet(5), 40))),
                    250,
                    250,
                    TimeUnit.MILLISECONDS);
            int unused = System.in.read();
        } finally {
            person.shutdownNow();
        }
    }
}
