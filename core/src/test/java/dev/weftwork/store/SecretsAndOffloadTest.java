package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetOrder;
import dev.weftwork.graph.Json;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.Revealed;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A field that has become secret does not become an asset that anybody can read. */
final class SecretsAndOffloadTest {
    private static final SecretFields FIELDS = SecretFields.of("config.certificate");
    private static final SecretKeys KEYS = SecretKeys.of(Keys.key("key-1", 1));

    private final MemoryBlobs place = MemoryBlobs.create();
    private final Site site = new Site();
    private Host host = site.start();

    private static String binary(int seed) {
        byte[] bytes = new byte[9_000];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private void write(String key, String value) {
        host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, key, value).awaitDurable();
    }

    private Json shown(String key) {
        return Sample.node(host.store(), Sample.IDEA).config().get(key);
    }

    private int assets() {
        return host.store().assets().list(AssetOrder.OLDEST_FIRST).size();
    }

    @Test
    void plaintextStaysWhereItIsUntilItIsEncryptedAndAllElseMovesOut() {
        Sample.create(host.store()).awaitDurable();
        write("certificate", binary(1));
        write("image", binary(2));
        site.stop(host);
        host = site.start(builder -> builder.assets(place.again()).secrets(Keys.sealer(FIELDS, KEYS)));

        assertThat(host.store().offload()).isEqualTo(1);
        assertThat(assets()).isEqualTo(1);
        assertThat(shown("certificate")).isEqualTo(Json.of(binary(1)));
        assertThat(host.store().secrets().protect().encrypted()).isEqualTo(1);
        assertThat(host.store().offload()).isZero();
        assertThat(assets()).isEqualTo(1);
        assertThat(host.store().secrets().reveal(Sample.POSTER, Sample.IDEA, "certificate"))
                .isEqualTo(new Revealed.Open("key-1", Json.of(binary(1))));
    }
}
