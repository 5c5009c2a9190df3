package dev.weftwork.sync;

import static dev.weftwork.sync.Carried.bytes;
import static dev.weftwork.sync.Carried.hash;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.graph.AssetFacts;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.NodeId;
import dev.weftwork.graph.Result;
import dev.weftwork.spi.RemoteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Three devices put, show and drop assets while networks come and go, transfers are cut and processes end. In the end
 * whatever a graph refers to is on the server, and can be had on every device.
 */
final class AssetsEverywhereTest {
    private static final int STEPS = 120;

    static Stream<Integer> seeds() {
        return IntStream.rangeClosed(1, 25).boxed();
    }

    /** One run. */
    private static final class Run {
        private final Random chance;
        private final Carried world = new Carried();
        private final List<Carried.Desk> desks = new ArrayList<>();
        private final Map<AssetRef, byte[]> made = new HashMap<>();
        private final List<AssetRef> refs = new ArrayList<>();

        Run(long seed) {
            chance = new Random(seed);
            for (int i = 0; i < 3; i++) {
                AssetFetching when = i == 2 ? AssetFetching.EAGER : AssetFetching.LAZY;
                desks.add(world.desk(seed * 10 + i, builder -> builder.fetchAssets(when)));
            }
        }

        void step() {
            Carried.Desk desk = desks.get(chance.nextInt(desks.size()));
            String node = "n" + chance.nextInt(12);
            switch (chance.nextInt(9)) {
                case 0, 1, 2 -> {
                    byte[] content = bytes(made.size() + 1, 1 + chance.nextInt(300_000));
                    AssetRef ref = desk.show(node, content);
                    made.put(ref, content);
                    refs.add(ref);
                }
                case 3 -> {
                    if (!refs.isEmpty()) {
                        // it may be another device's, whose content is not here
                        desk.refer(node, refs.get(chance.nextInt(refs.size())));
                    }
                }
                case 4 -> {
                    desk.refer(node, new AssetRef.Url("https://example.com/fox", AssetFacts.NONE));
                    desk.device.store.updateNodeResult(Device.POSTER, NodeId.of(node), Result.NONE);
                }
                case 5 -> desk.wire.freight.failure = chance.nextBoolean() ? null : away();
                case 6 -> desk.wire.freight.cutAfter = chance.nextBoolean() ? Long.MAX_VALUE : chance.nextInt(200_000);
                case 7 -> desk.restart();
                default -> {
                    if (!refs.isEmpty()) {
                        desk.get(refs.get(chance.nextInt(refs.size())));
                    }
                }
            }
            world.time.advance(Duration.ofMillis(chance.nextInt(10_000)));
        }

        private static RemoteFailure away() {
            return new RemoteFailure(RemoteFailure.Kind.UNAVAILABLE, "network", "The network is gone");
        }

        void heal() {
            desks.forEach(desk -> {
                desk.wire.freight.failure = null;
                desk.wire.freight.cutAfter = Long.MAX_VALUE;
                desk.device.engine.reconnected();
            });
            world.time.advance(Duration.ofMinutes(10));
        }

        void check() {
            for (Carried.Desk desk : desks) {
                List<AssetRef> shown = new ArrayList<>();
                desk.device
                        .store
                        .find(Device.POSTER)
                        .ifPresent(poster -> poster.nodes()
                                .forEach(node -> node.result().asset().ifPresent(shown::add)));
                for (AssetRef ref : shown) {
                    assertThat(world.hasServer(hash(ref)))
                            .as("the server has " + ref)
                            .isTrue();
                    assertThat(desk.get(ref).kind()).isEqualTo(AssetFetch.Kind.HERE);
                    assertThat(desk.content(ref)).hasValue(made.get(ref));
                }
                assertThat(desk.traffic()).isEqualTo(AssetTraffic.NONE);
            }
            assertThat(world.time.failures()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverGraphsReferToIsEverywhereInTheEnd(int seed) {
        Run run = new Run(seed);
        for (int i = 0; i < STEPS; i++) {
            run.step();
        }
        run.heal();

        run.check();
    }
}
