package dev.weftwork.examples.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.http.HttpRemote;
import dev.weftwork.memory.MemoryStorage;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import dev.weftwork.server.SyncServer;
import dev.weftwork.store.ConflictPolicy;
import dev.weftwork.store.ConflictStrategy;
import dev.weftwork.store.Store;
import dev.weftwork.sync.SyncEngine;
import dev.weftwork.sync.SyncResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.htmlunit.BrowserVersion;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person looks at the page in a browser and presses its buttons; a real server is behind it. */
@Timeout(900)
final class DashboardTest {
    private static final String TOKEN = "a-token-for-tests-of-32-characters";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final WorkflowId POSTER = WorkflowId.of("poster");
    private static final NodeId IDEA = NodeId.of("idea");

    @TempDir
    Path directory;

    private final WebClient browser = new WebClient(BrowserVersion.FIREFOX);
    private final Store store = Store.builder().storage(MemoryStorage.create()).open();
    private SyncServer server;
    private SyncEngine engine;
    private Dashboard dashboard;
    private HtmlPage page;

    @BeforeEach
    void open() throws IOException {
        server = SyncServer.builder()
                .directory(directory)
                .authenticator(new StaticTokens().add(TOKEN, Principal.of("ada", "studio", Role.EDITOR)))
                .secretFields(SecretFields.of("config.password"))
                .start();
        engine = engine(store);
        dashboard = Dashboard.open(store, engine, 0);
        store.createWorkflow(POSTER, "Poster", draft -> draft.addNode(IDEA, "prompt", node -> node.title("Idea")));
        browser.getOptions().setFetchPolyfillEnabled(true);
        page = browser.getPage(dashboard.address().toString());
    }

    /** Nothing syncs by itself but what the test wants. */
    private SyncEngine engine(Store of) {
        return SyncEngine.builder(of)
                .remote(HttpRemote.at(server.address(), () -> TOKEN))
                .options(options -> options.withDebounce(Duration.ZERO)
                        .withInterval(Duration.ZERO)
                        .withQueueLimit(0)
                        .withLive(false))
                .conflicts(ConflictPolicy.of(ConflictStrategy.LAST_WRITE_WINS)
                        .with(EntityKind.NODE, "title", ConflictStrategy.MANUAL))
                .start();
    }

    @AfterEach
    void close() {
        browser.close();
        dashboard.close();
        engine.close();
        store.close();
        server.close();
    }

    private String text(String id) {
        return page.getElementById(id).asNormalizedText();
    }

    /** The page's script works beside the test, so what is half done is looked at once more. */
    private void await(String what, BooleanSupplier seen) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isSeen(seen)) {
            assertThat(System.nanoTime() - until)
                    .as(() -> what + "; the page says: " + page.asNormalizedText())
                    .isNegative();
            browser.waitForBackgroundJavaScript(100);
        }
    }

    private static boolean isSeen(BooleanSupplier seen) {
        try {
            return seen.getAsBoolean();
        } catch (RuntimeException e) {
            // a part of the page was being replaced under the reader's eyes
            return false;
        }
    }

    private void press(String label) throws IOException {
        String path = "//button[starts-with(., '" + label + "')]";
        List<HtmlElement> found = new ArrayList<>();
        // other parts of the page may be replaced while it is looked through, the button itself stays
        await("there is a button " + label, () -> found.addAll(page.getByXPath(path)));
        found.get(0).click();
    }

    private void type(HtmlForm form, String field, String text) {
        // from the first touch on, the page leaves the settings to the person
        form.getInputByName(field).fireEvent("input");
        form.getInputByName(field).setValue(text);
    }

    private void title(Store of, String title) {
        of.edit(POSTER, draft -> draft.updateNode(IDEA, node -> node.title(title)));
    }

    /** What is written afterwards is the later write by any clock of this machine. */
    private static void untilTheClockMovesOn() {
        long then = System.currentTimeMillis();
        while (System.currentTimeMillis() <= then + 1) {
            Thread.onSpinWait();
        }
    }

    @Test
    void thePageFollowsTheEngine() {
        assertThat(engine.syncNow().join()).isInstanceOf(SyncResult.Done.class);

        await("the sync is seen", () -> text("happenings").contains("1 out, 0 in"));
        await("it is over", () -> text("state").equals("success"));
        await("so is the server", () -> text("connection").contains("Connected\ntrue"));
        await("nothing waits", () -> text("connection").contains("Edits waiting\n0"));
        await(
                "all went well",
                () -> text("operations").contains("edits") && text("operations").contains("100.0 %"));
        String lines = "//tbody[@id='operations']/tr//*[local-name()='polyline']";
        await("each operation has its line", () -> page.getByXPath(lines).size() == 9);
    }

    @Test
    void aButtonSyncs() throws IOException {
        press("Sync now");

        await("the server took the edit", () -> text("counters").contains("pushed\n1"));
        await("it says so", () -> text("message").equals("A sync begins"));
        assertThat(store.oplog().pending()).isEmpty();
    }

    @Test
    void syncingStopsAndGoesOn() throws IOException {
        press("Stop");
        await("it is stopped", () -> text("state").equals("stopped"));
        assertThat(engine.status().enabled()).isFalse();

        press("Start");
        await("it goes on", () -> text("connection").contains("Enabled\ntrue"));
        assertThat(engine.status().enabled()).isTrue();
    }

    @Test
    void settingsHoldFromThenOn() throws IOException {
        await("the settings are shown", () -> text("connection").contains("Enabled"));
        HtmlForm form = page.getHtmlElementById("settings");
        type(form, "debounceMs", "1234");
        type(form, "maxQueueSize", "7");
        press("Apply");

        await("they hold", () -> text("message").equals("The new settings hold"));
        assertThat(engine.options().debounce()).isEqualTo(Duration.ofMillis(1234));
        assertThat(engine.options().queueLimit()).isEqualTo(7);
        assertThat(engine.options().live()).isFalse();
    }

    @Test
    void aServerThatIsGoneIsSeen() {
        engine.syncNow().join();
        server.close();
        engine.syncNow().join();

        await("the page says so", () -> text("state").equals("local only"));
        await("and why", () -> !text("error").isEmpty());
        await("in red", () -> page.getElementById("light").getAttribute("class").equals("light bad"));
    }

    @Test
    void whatWasRefusedIsListedAndGivenUp() throws IOException {
        engine.syncNow().join();
        store.updateNodeConfig(POSTER, IDEA, "password", "in plain text");
        engine.syncNow().join();

        await("it is counted", () -> text("parked-count").equals("1"));
        await(
                "it is listed",
                () -> text("parked").contains("poster") && text("parked").contains("Retry"));
        press("Discard");
        await("it is gone", () -> text("parked-count").equals("0"));
        assertThat(store.oplog().dead()).isEmpty();
    }

    @Test
    void whatTwoDevicesDisagreeAboutIsDecidedByAPress() throws IOException {
        engine.syncNow().join();
        try (Store phone = Store.builder().storage(MemoryStorage.create()).open();
                SyncEngine other = engine(phone)) {
            other.syncNow().join();
            title(store, "Ours");
            untilTheClockMovesOn();
            title(phone, "<b id='sneaky'>Theirs</b>");
            other.syncNow().join();
            engine.syncNow().join();
        }

        await("it is counted", () -> text("conflicts-count").equals("1"));
        await("ours is listed", () -> text("conflicts").contains("Mine: \"Ours\""));
        await("theirs is", () -> text("conflicts").contains("<b id='sneaky'>"));
        assertThat(page.getElementById("sneaky")).isNull();
        press("Mine");
        await("it is decided", () -> text("conflicts-count").equals("0"));
        assertThat(store.workflow(POSTER).node(IDEA).orElseThrow().title()).isEqualTo("Ours");
    }

    @Test
    void thePageSaysThatTheAppHasEnded() {
        await("it works", () -> text("connection").contains("Enabled"));
        dashboard.close();

        await("it says so", () -> text("state").equals("the app does not answer"));
    }
}
