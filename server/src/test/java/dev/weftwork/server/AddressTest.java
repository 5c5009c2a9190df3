package dev.weftwork.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids may hold whatever they like; that makes no address of what is none, and none of what is another's. */
final class AddressTest {
    private static final String STATE = "{\"id\":\"board\",\"userId\":\"ada\",\"state\":{\"nodes\":[],\"edges\":[]}}";

    @TempDir
    private Path directory;

    private Site site;
    private RawConnection ada;

    @BeforeEach
    void start() {
        site = Site.at(directory);
        ada = new RawConnection(site.server.address(), Site.ADA);
    }

    @AfterEach
    void close() {
        ada.close();
        site.close();
    }

    private RawConnection.Answer answer(String method, String path) {
        ada.send(new HostileRequests.Made(method, path, STATE, false));
        return ada.receive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/workflows%2Fsync",
                "/api%2Fworkflows%2Fsync",
                "/api/workflows/x%2Fversions%2F%7Bn%7D%2Frollback",
                "/api/workflows/x/versions%2F1%2Frollback",
                "/api/workflows/x/versions%2F%7Bn%7D%2Frollback",
                "/api/workflows%2F%7Bid%7D%2Fversions",
                "/api/x/../workflows/sync",
                "/x/../api/workflows/sync",
                "/api/../v1/workspaces/studio/ops",
                "/v1/workspaces/attic/../studio/ops"
            })
    void whatWouldBeAnAddressIfItWereDecodedOrFoldedIsNone(String path) {
        RawConnection.Answer posted = answer("POST", path);

        assertThat(posted.status()).as(posted.body()).isIn(400, 404, 405);
        assertThat(posted.body()).doesNotContain("bad-field");
        assertThat(answer("GET", "/api/workflows/board").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/workspaces/studio%2F..%2Fattic",
                "/v1/workspaces/%2e%2e/ops",
                "/v1/workspaces/studio/blobs/..%2F..%2Fworkspaces.db",
                "/x%2Fy",
                "/api/workflows/%zz",
                "/api/workflows/%",
                "/api/workflows/%c3%28",
                "/api/workflows/%u0041"
            })
    void whatIsNoAddressIsRefused(String path) {
        assertThat(answer("GET", path).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/workspaces/attic",
                "/v1/workspaces/%61ttic",
                "/v1/workspaces/studio/../attic",
                "/v1/workspaces/..",
                "/v1/workspaces/studio/uploads/..",
                "/v1/workspaces/studio/snapshot/.."
            })
    void nobodyGetsToWhatIsAnothers(String path) {
        assertThat(answer("GET", path).status()).isIn(403, 404, 405);
    }
}
