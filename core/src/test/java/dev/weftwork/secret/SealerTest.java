package dev.weftwork.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.weftwork.change.EntityKind;
import dev.weftwork.graph.Json;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is sealed opens with its key in its field, and nowhere else. */
final class SealerTest {
    private static final String FIELD = "config.apiKey";
    private static final Json VALUE = Json.of("sk-4711");

    private final EncryptionKey key = Keys.key("key-1", 1);
    private final Sealer sealer = Keys.sealer(SecretKeys.of(key));

    private Json seal(Json value) {
        return sealer.seal(EntityKind.NODE, FIELD, value);
    }

    private Revealed open(Json value) {
        return sealer.open(EntityKind.NODE, FIELD, value);
    }

    private static Json with(Json envelope, String member, Object value) {
        return Json.object()
                .put("$enc", envelope.get("$enc").with(member, value))
                .build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"sk-4711\"", "null", "\"\"", "{ \"a\" : 1.00 }", "[]", "1e400", "NaN", "\"\\ud83d\"", "\"漢字\""
            })
    void aValueComesBackCharacterByCharacter(String text) {
        Json sealed = seal(Json.parse(text));

        assertThat(sealed.text()).startsWith("{\"$enc\":{\"v\":1,\"kid\":\"key-1\",\"iv\":\"");
        assertThat(open(sealed)).isEqualTo(new Revealed.Open("key-1", Json.parse(text)));
    }

    /** Worked out with another program; a client in another language can check itself against it. */
    @Test
    void aValueIsSealedAsTheDocumentationSays() {
        Sealer fixed = Sealer.of(SecretFields.NONE, SecretKeys.of(Keys.counting("key-1")))
                .drawing(bytes -> {
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = (byte) (100 + i);
                    }
                });

        assertThat(fixed.seal(EntityKind.NODE, FIELD, VALUE).text())
                .isEqualTo("{\"$enc\":{\"v\":1,\"kid\":\"key-1\",\"iv\":\"ZGVmZ2hpamtsbW5v\","
                        + "\"ct\":\"ami1S03eZ68ccbMthqE5hv71ZOICJRPhCw==\"}}");
    }

    @Test
    void theSameValueNeverLooksTheSameTwice() {
        assertThat(seal(VALUE)).isNotEqualTo(seal(VALUE));
    }

    @Test
    void whatIsSealedIsNotSealedTwice() {
        Json sealed = seal(VALUE);

        assertThat(seal(sealed)).isSameAs(sealed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$enc\":1}",
                "{\"$enc\":{}}",
                "{\"$enc\":{\"v\":0,\"kid\":\"k\"}}",
                "{\"$enc\":{\"v\":1,\"kid\":\"k\",\"iv\":\"AA==\",\"ct\":\"AA==\"}}",
                "{\"$enc\":{\"v\":1,\"kid\":\"k k\",\"iv\":\"ZGVmZ2hpamtsbW5v\",\"ct\":\"ami1S03eZ68ccbMthqE5hg==\"}}",
                "{\"$enc\":{\"v\":1,\"kid\":\"k\",\"iv\":\"ZGVmZ2hpamtsbW5v\",\"ct\":\"ami1S03eZ68ccbMthqE5h!==\"}}",
                "{\"$enc\":{\"v\":1.5,\"kid\":\"k\"}}",
                "{\"$enc\":{\"v\":2,\"kid\":\"k\"},\"more\":1}",
                "{\"enc\":{\"v\":2,\"kid\":\"k\"}}"
            })
    void whatOnlyLooksLikeAnEnvelopeIsAValueLikeAnyOther(String text) {
        Json value = Json.parse(text);
        assertThat(Sealer.isSealed(value)).isFalse();
        assertThat(open(value)).isEqualTo(new Revealed.Plain(value));

        assertThat(open(seal(value))).isEqualTo(new Revealed.Open("key-1", value));
    }

    @Test
    void aSealedValueOpensInNoOtherField() {
        Json sealed = seal(VALUE);

        assertThat(sealer.open(EntityKind.NODE, "config.other", sealed)).isEqualTo(new Revealed.Tampered("key-1"));
        assertThat(sealer.open(EntityKind.EDGE, FIELD, sealed)).isEqualTo(new Revealed.Tampered("key-1"));
    }

    @Test
    void aChangeOfOneBitIsSeen() {
        Json sealed = seal(VALUE);
        for (String part : new String[] {"iv", "ct"}) {
            byte[] bytes =
                    Base64.getDecoder().decode(sealed.get("$enc").get(part).asString());
            for (int i = 0; i < bytes.length * 8; i++) {
                byte[] other = bytes.clone();
                other[i / 8] ^= (byte) (1 << (i % 8));

                assertThat(open(with(sealed, part, Base64.getEncoder().encodeToString(other))))
                        .as("bit %s of %s", i, part)
                        .isEqualTo(new Revealed.Tampered("key-1"));
            }
        }
    }

    @Test
    void anotherKeyOfTheSameNameDoesNotOpenIt() {
        Sealer other = Keys.sealer(SecretKeys.of(Keys.key("key-1", 2)));

        assertThat(other.open(EntityKind.NODE, FIELD, seal(VALUE))).isEqualTo(new Revealed.Tampered("key-1"));
    }

    @Test
    void anEnvelopeCannotBePassedOffAsAnotherKeys() {
        Sealer both = Keys.sealer(
                SecretKeys.of(key, EncryptionKey.of("key-2", key.material().getEncoded())));

        assertThat(both.open(EntityKind.NODE, FIELD, with(seal(VALUE), "kid", "key-2")))
                .isEqualTo(new Revealed.Tampered("key-2"));
    }

    @Test
    void aFormerKeyStillOpensWhatItSealed() {
        Json old = seal(VALUE);
        Sealer rotated = Keys.sealer(SecretKeys.of(Keys.key("key-2", 2), key));

        assertThat(rotated.open(EntityKind.NODE, FIELD, old)).isEqualTo(new Revealed.Open("key-1", VALUE));
        assertThat(rotated.seal(EntityKind.NODE, FIELD, VALUE).text()).contains("\"kid\":\"key-2\"");
    }

    @Test
    void withoutItsKeyAValueIsLocked() {
        Sealer stranger = Keys.sealer(SecretKeys.of(Keys.key("key-9", 9)));

        Revealed locked = stranger.open(EntityKind.NODE, FIELD, seal(VALUE));

        assertThat(locked.kind()).isEqualTo(Revealed.Kind.LOCKED);
        assertThat(locked.value()).isEmpty();
        assertThat(locked)
                .hasToString(
                        "Locked[keyId=key-1, reason=No key is called 'key-1' here; give SecretKeys" + " that key]");
    }

    @Test
    void keysThatFailLockValuesAndRefuseNewOnes() {
        Json sealed = seal(VALUE);
        Sealer failing = Keys.sealer(Keys.failing());

        assertThat(failing.open(EntityKind.NODE, FIELD, sealed).kind()).isEqualTo(Revealed.Kind.LOCKED);
        assertThatIllegalStateException()
                .isThrownBy(() -> failing.seal(EntityKind.NODE, FIELD, VALUE))
                .withMessageContaining("nothing was written")
                .withMessageContaining(FIELD)
                .withMessageNotContaining("4711");
    }

    @Test
    void aNewerVersionIsLockedAndLeftAlone() {
        Json newer = Json.parse("{\"$enc\":{\"v\":2,\"kid\":\"key-1\",\"suite\":\"other\"}}");

        assertThat(open(newer).kind()).isEqualTo(Revealed.Kind.LOCKED);
        assertThat(seal(newer)).isSameAs(newer);
    }

    @Test
    void nothingIsAbsent() {
        assertThat(sealer.open(EntityKind.NODE, FIELD, null)).isEqualTo(new Revealed.Absent());
    }

    @Test
    void aValueThatIsTooLargeIsRefusedByName() {
        Json most = Json.of("x".repeat(Sealer.MOST_BYTES - 2));
        assertThat(open(seal(most))).isEqualTo(new Revealed.Open("key-1", most));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> seal(Json.of("x".repeat(Sealer.MOST_BYTES - 1))))
                .withMessageContaining(FIELD)
                .withMessageContaining("16777217 bytes");
    }

    @Test
    void noTextShowsAValueOrAKey() {
        String bytes = Base64.getEncoder().encodeToString(key.material().getEncoded());

        assertThat(key).hasToString("key 'key-1'");
        assertThat(sealer.toString() + key + SecretKeys.of(key)).doesNotContain(bytes);
        assertThat(open(seal(VALUE)).toString() + open(VALUE) + Envelope.read(seal(VALUE)))
                .doesNotContain("4711");
    }

    @Test
    void aKeyHas256BitsAndIsForAes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKey.of("short", new byte[16]))
                .withMessageContaining("32 bytes, not 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKey.of("other", new SecretKeySpec(new byte[32], "HmacSHA256")))
                .withMessageContaining("HmacSHA256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EncryptionKey.of("a b", new byte[32]))
                .withMessageContaining("'a b' is no name");
    }

    @Test
    void aKeyInASecurityModuleShowsNoBytes() {
        SecretKey hidden = new SecretKey() {
            @Override
            public String getAlgorithm() {
                return "AES";
            }

            @Override
            public String getFormat() {
                return null;
            }

            @Override
            public byte[] getEncoded() {
                return null;
            }
        };
        Sealer module = Keys.sealer(SecretKeys.of(EncryptionKey.of("hidden", hidden)));

        // this process has no such module, which is told like any other key that cannot be used
        assertThatIllegalStateException()
                .isThrownBy(() -> module.seal(EntityKind.NODE, FIELD, VALUE))
                .withMessageContaining("key 'hidden'");
    }

    @Test
    void twoKeysOfOneNameAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SecretKeys.of(key, Keys.key("key-1", 2)))
                .withMessageContaining("Two keys are called 'key-1'");
        assertThat(SecretKeys.of(key).key("key-2")).isEqualTo(Optional.empty());
    }
}
