package dev.weftwork.benchmarks;

import dev.weftwork.graph.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The graph that both sides keep: the same for the same size in every process. Names are UUIDs of version 7.
 *
 * @param steps its nodes
 * @param links its edges, 1.2 for each node
 */
record SampleGraph(List<Step> steps, List<Link> links) {
    /** The workflow that holds it. */
    static final String WORKFLOW = "019a9b00-0000-7000-8000-000000000001";

    private static final List<String> TYPES =
            List.of("prompt", "image", "upscale", "mask", "video", "audio", "group", "note");
    private static final int CONFIG_BYTES = 300;
    private static final long START = 0x019a9b001000L;

    /** A node. */
    record Step(String id, String type, String title, double x, double y, Map<String, Json> config) {}

    /** An edge. */
    record Link(String id, String source, String target) {}

    static SampleGraph of(int nodes) {
        return of(nodes, CONFIG_BYTES, 1);
    }

    /** A graph whose nodes have so many bytes of config in three keys. */
    static SampleGraph of(int nodes, int configBytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Step> steps = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            double x = random.nextInt(40_000) / 4.0;
            double y = random.nextInt(40_000) / 4.0;
            String type = TYPES.get(i % TYPES.size());
            steps.add(new Step(id(i, random), type, "Step " + i, x, y, config(configBytes, random)));
        }
        List<Link> links = new ArrayList<>(nodes * 12 / 10);
        for (int i = 0; i < nodes * 12 / 10; i++) {
            Step source = steps.get(i % nodes);
            Step target = steps.get((int) ((i * 7L + 1) % nodes));
            links.add(new Link(id(nodes + i, random), source.id, target.id));
        }
        return new SampleGraph(List.copyOf(steps), List.copyOf(links));
    }

    private static String id(int index, SplittableRandom random) {
        String time = String.format("%012x", START + index / 4);
        long tail = random.nextLong();
        return time.substring(0, 8) + "-" + time.substring(8)
                + String.format("-7%03x-%04x-", index & 0xfff, 0x8000 | (tail >>> 50))
                + String.format("%012x", tail & 0xffff_ffff_ffffL);
    }

    private static Map<String, Json> config(int bytes, SplittableRandom random) {
        Json options = Json.parse("{\"steps\":" + random.nextInt(10, 90) + ",\"guidance\":7.5,\"sampler\":\"euler\"}");
        Json seed = Json.of(random.nextInt(1_000_000, 9_999_999));
        int rest = bytes
                - "{\"options\":,\"prompt\":\"\",\"seed\":}".length()
                - options.text().length()
                - seed.text().length();
        StringBuilder prompt = new StringBuilder();
        while (prompt.length() < rest) {
            prompt.append((char) ('a' + random.nextInt(26))).append(prompt.length() % 7 == 6 ? " " : "");
        }
        prompt.setLength(Math.max(rest, 0));
        return Map.of("options", options, "prompt", Json.of(prompt.toString()), "seed", seed);
    }
}
