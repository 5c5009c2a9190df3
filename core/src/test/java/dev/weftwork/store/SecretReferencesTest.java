package dev.weftwork.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.asset.AssetDeletion;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.memory.MemoryBlobs;
import dev.weftwork.secret.Keys;
import dev.weftwork.secret.SecretFields;
import dev.weftwork.secret.SecretKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What an encrypted field refers to is kept, whether or not the key is here. */
final class SecretReferencesTest {
    private static final SecretFields FIELDS = SecretFields.of("config.face");
    private static final SecretKeys KEYS = SecretKeys.of(Keys.key("key-1", 1));

    private final MemoryBlobs place = MemoryBlobs.create();
    private final Site site = new Site();
    private Host host = site.start(builder -> builder.assets(place.again()).secrets(Keys.sealer(FIELDS, KEYS)));

    private AssetRef put(int bytes) throws IOException {
        return host.store().assets().put(new ByteArrayInputStream(new byte[bytes]), "image/png");
    }

    private AssetDeletion.Kind delete(AssetRef ref) {
        return host.store().assets().delete(ref).kind();
    }

    @Test
    void withTheKeyItsReferencesCountAndNoOthers() throws IOException {
        AssetRef face = put(5);
        AssetRef other = put(6);
        Sample.create(host.store());
        host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "face", face.toJson())
                .awaitDurable();

        assertThat(delete(face)).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        assertThat(delete(other)).isEqualTo(AssetDeletion.Kind.DELETED);
    }

    @Test
    void withoutTheKeyNothingIsDeletedAndNothingIsAnOrphan() throws IOException {
        AssetRef face = put(5);
        AssetRef other = put(6);
        Sample.create(host.store());
        host.store()
                .updateNodeConfig(Sample.POSTER, Sample.IDEA, "face", face.toJson())
                .awaitDurable();
        site.stop(host);
        host = site.start(builder -> builder.assets(place.again()));

        assertThat(host.store().assets().orphans()).isEmpty();
        assertThat(delete(face)).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        assertThat(delete(other)).isEqualTo(AssetDeletion.Kind.STILL_REFERENCED);
        host.store().removeWorkflow(Sample.POSTER);
        assertThat(delete(other)).isEqualTo(AssetDeletion.Kind.DELETED);
    }
}
