package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.asset.AssetOrder;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.Result;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Large binaries that somebody writes into a field become assets; text stays text. */
final class AssetPolicyTest {
    private final MemoryBlobs place = MemoryBlobs.create();
    private final Site site = new Site();
    private Host host = site.start(builder -> builder.assets(place.again()));

    private static byte[] png(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, 0, bytes, 0, 8);
        return bytes;
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private Json config(Object value) {
        Sample.create(host.store());
        host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", value)
                .awaitDurable();
        return Sample.node(host.store(), Sample.IDEA).config().get("image");
    }

    private byte[] content(AssetRef ref) {
        try (InputStream content = host.store().assets().get(ref).orElseThrow()) {
            return content.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError("Memory does not fail", e);
        }
    }

    @Test
    void aLargeDataUrlBecomesAnAsset() {
        byte[] bytes = png(9_000);

        AssetRef ref =
                AssetRef.read(config("data:image/png;base64," + base64(bytes))).orElseThrow();

        assertThat(ref.mime()).contains("image/png");
        assertThat(ref.bytes()).hasValue(9_000);
        assertThat(content(ref)).isEqualTo(bytes);
    }

    @Test
    void bareBase64BecomesAnAssetWhoseTypeItsFirstBytesTell() {
        byte[] bytes = png(9_000);

        AssetRef ref = AssetRef.read(config(base64(bytes))).orElseThrow();

        assertThat(ref.mime()).contains("image/png");
        assertThat(content(ref)).isEqualTo(bytes);
    }

    @Test
    void itIsFoundHoweverDeepAndAllElseKeepsItsText() {
        String large = "data:video/mp4;base64," + base64(png(20_000));
        Json value = Json.parse("{ \"n\" : 1.50, \"list\":[ \"a\", {\"frame\":\"" + large + "\"} ] , \"z\":[ 1 ]}");

        Json stored = config(value);

        assertThat(AssetRef.allIn(stored)).hasSize(1);
        assertThat(stored.text()).startsWith("{ \"n\" : 1.50, \"list\":").endsWith(" , \"z\":[ 1 ]}");
    }

    @Test
    void aResultIsMovedToo() {
        Sample.create(host.store());
        host.store()
                .updateNodeResult(
                        Sample.POSTER, Sample.IMAGE, Result.done("data:image/png;base64," + base64(png(9_000))))
                .awaitDurable();

        assertThat(Sample.node(host.store(), Sample.IMAGE).result().asset()).isPresent();
    }

    @Test
    void textStaysText() {
        String prose = "The quick brown fox jumps over 13 lazy dogs. ".repeat(400);
        String word = "a".repeat(20_000);
        String digits = "0123456789abcdef".repeat(1_000);
        String thumbnail = "data:image/png;base64," + base64(png(3_000));
        String secret = "{\"$enc\":{\"data\":\"" + base64(png(9_000)) + "\"}}";
        List<Json> values = List.of(
                Json.of(prose),
                Json.of(word),
                Json.of(digits),
                Json.of(thumbnail),
                Json.parse(secret),
                Json.of("data:image/png;base64," + "%".repeat(9_000)));

        assertThat(config(Json.of(values)).elements()).isEqualTo(values);
        assertThat(host.store().assets().list(AssetOrder.LARGEST_FIRST)).isEmpty();
    }

    @Test
    void titlesAndNamesAreTexts() {
        String large = base64(png(9_000));
        Sample.create(host.store());
        Sample.title(host.store(), Sample.IDEA, large);

        assertThat(Sample.title(host.store(), Sample.IDEA)).isEqualTo(large);
    }

    @Test
    void thePolicyMayRefuse() {
        host = site.start(
                builder -> builder.assets(place.again()).assetPolicy(new AssetPolicy(AssetPolicy.Action.REFUSE, 100)));
        Sample.create(host.store());
        String large = "data:image/png;base64," + base64(png(1_000));

        assertThatThrownBy(() -> host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'config.image' of node 'idea' holds image/png of 1000 bytes");
        assertThat(Sample.node(host.store(), Sample.IDEA).config()).doesNotContainKey("image");
    }

    @Test
    void thePolicyMayKeep() {
        host = site.start(
                builder -> builder.assets(place.again()).assetPolicy(new AssetPolicy(AssetPolicy.Action.KEEP, 0)));
        String large = "data:image/png;base64," + base64(png(9_000));

        assertThat(config(large)).isEqualTo(Json.of(large));
    }

    @Test
    void theAssetIsThereBeforeTheEditIsDurable() {
        List<String> order = new ArrayList<>();
        host = site.start(builder -> builder.assets(watched(order)));
        Sample.create(host.store()).awaitDurable();
        Commit commit = host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", "data:image/png;base64," + base64(png(9_000)));
        var unused = commit.durable().thenRun(() -> order.add("durable"));
        commit.awaitDurable();
        site.pass(java.time.Duration.ofMillis(1));

        assertThat(order).containsExactly("put", "durable");
    }

    @Test
    void anEditWaitsUntilItsAssetCanBePut() throws IOException {
        List<String> order = new ArrayList<>();
        host = site.start(builder -> builder.assets(watched(order)));
        Sample.create(host.store()).awaitDurable();
        order.add("fail");
        Commit commit = host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", "data:image/png;base64," + base64(png(9_000)));

        assertThatThrownBy(commit::awaitDurable).hasMessageContaining("no room");
        assertThat(commit.durable()).isNotDone();
        order.clear();
        commit.awaitDurable();
        assertThat(order).containsExactly("put");
        List<StoredAsset> stored = new ArrayList<>();
        place.again().list(stored::add);
        assertThat(stored).hasSize(1);
    }

    /** Notes each put, and fails while the list begins with a wish for it. */
    private AssetAdapter watched(List<String> order) {
        MemoryBlobs real = place.again();
        return (AssetAdapter) Proxy.newProxyInstance(
                AssetAdapter.class.getClassLoader(),
                new Class<?>[] {AssetAdapter.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("put")) {
                        if (order.contains("fail")) {
                            throw new IOException("no room");
                        }
                        order.add("put");
                    }
                    return method.invoke(real, arguments);
                });
    }

    @Test
    void aBinaryOfAnyLengthMayBeWrittenButNotATextThatOnlyBeginsLikeOne() {
        Sample.create(host.store()).awaitDurable();
        String large = "data:image/png;base64," + "Ab1+".repeat(17 << 20);

        assertThatThrownBy(() ->
                        host.store().updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", large + " and no more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one operation may hold 64 MiB");
        assertThat(host.store().oplog().unsaved()).isEmpty();
        host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "image", large)
                .awaitDurable();
        assertThat(AssetRef.read(Sample.node(host.store(), Sample.IDEA).config().get("image")))
                .isPresent();
    }
}
