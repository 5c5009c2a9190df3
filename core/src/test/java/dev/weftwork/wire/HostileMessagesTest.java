package dev.weftwork.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileMessagesTest {
    private static final String OP = "{\"op\":\"o\",\"workflow\":\"w\",\"device\":\"d\",\"seq\":1,\"hlc\":\"1\","
            + "\"writes\":[[\"node\",\"n\",{\"a\":1}]]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"ops\":null}",
                "{\"ops\":[1]}",
                "{\"ops\":[{}]}",
                "{\"ops\":[],\"ops\":[]}",
                "{\"ops\":[]} {}",
                "{\"ops\":[],\"x\":NaN}",
                "{\"ops\":[],\"x\":\"\\ud800\"}",
                "{\"ops\":[],\"x\":{\"y\":1,\"y\":2}}",
            })
    void whatIsNoPushIsRefusedWithAReason(String text) {
        assertThatThrownBy(() -> Requests.readPush(text))
                .isInstanceOf(WireFormatException.class)
                .hasMessageNotContaining("Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"seq\":1=>\"seq\":9007199254740992",
                "\"seq\":1=>\"seq\":1.5",
                "\"seq\":1=>\"seq\":\"1\"",
                "\"hlc\":\"1\"=>\"hlc\":1",
                "\"hlc\":\"1\"=>\"hlc\":\"+123\"",
                "\"hlc\":\"1\"=>\"hlc\":\"١٢\"",
                "\"hlc\":\"1\"=>\"hlc\":\"\"",
                "\"hlc\":\"1\"=>\"hlc\":\" 1\"",
                "\"hlc\":\"1\"=>\"hlc\":\"99999999999999999999\"",
                "\"o\"=>\"o o\"",
                "\"o\"=>\"\"",
                "\"d\"=>\"../d\"",
                "\"w\"=>\"\"",
                "\"node\"=>\"no de\"",
                "{\"a\":1}=>{\"\":1}",
                "{\"a\":1}=>{\"a\":1,\"a\":1}",
                "{\"a\":1}=>{\"a\":1},[],{\"b\":\"x\"}",
                "{\"a\":1}=>{\"a\":{\"$raw\":\"{\"}}",
            })
    void anOperationWithOneFlawIsRefused(String change) {
        String[] parts = change.split("=>");
        assertThat(OP).contains(parts[0]);

        assertThat(WireOp.read(OP).id().value()).isEqualTo("o");
        assertThatThrownBy(() -> WireOp.read(OP.replace(parts[0], parts[1]))).isInstanceOf(WireFormatException.class);
    }

    @Test
    void depthIsBounded() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);

        assertThatThrownBy(() -> Requests.readPush("{\"ops\":[],\"x\":" + deep + "}"))
                .isInstanceOf(WireFormatException.class);
        assertThatThrownBy(() -> WireOp.read(OP.replace("1}", deep + "}"))).isInstanceOf(WireFormatException.class);
    }

    @Test
    void aMutatedMessageIsReadOrRefusedAndNothingElse() {
        Random random = new Random(20_261_121);
        PullRequest pull = PullRequest.after(new RemoteCursor("1.2.ab"), 5);
        String whole =
                Requests.sync(new SyncRequest(PushRequest.of(List.of(Specimen.op(1), Specimen.op(2))), pull, true));
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutate(whole, random);
            try {
                assertThat(Requests.readSync(text)).isNotNull();
            } catch (WireFormatException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1_000, 19_999);
    }

    private static String mutate(String text, Random random) {
        int from = random.nextInt(text.length());
        int to = Math.min(text.length(), from + random.nextInt(4));
        String[] pieces = {
            "", "\"", "{", "}", "[", "]", ",", ":", "0", "-", "\\", "\\u", "null", "9".repeat(30), "\ud800"
        };
        return text.substring(0, from) + pieces[random.nextInt(pieces.length)] + text.substring(to);
    }
}
