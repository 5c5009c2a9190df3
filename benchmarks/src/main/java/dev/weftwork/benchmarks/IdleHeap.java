package dev.weftwork.benchmarks;

import dev.weftwork.server.Principal;
import dev.weftwork.server.Role;
import dev.weftwork.server.StaticTokens;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the server keeps in memory for a device that is connected and does nothing, and for a workspace at rest. */
final class IdleHeap implements Measurement {
    private static final int DEVICES = 1_000;
    private static final int WORKSPACES = 1_000;

    @Override
    public List<String> figures() {
        return List.of("idle-heap-device", "idle-heap-workspace");
    }

    @Override
    public List<Figure> measure(Scratch scratch) throws Exception {
        Map<String, Role> roles = new HashMap<>();
        for (int i = 0; i < WORKSPACES; i++) {
            roles.put("w" + i, Role.EDITOR);
        }
        roles.put(SyncSite.WORKSPACE, Role.EDITOR);
        StaticTokens tokens =
                new StaticTokens().add(SyncSite.TOKEN, new Principal("benchmarks", SyncSite.WORKSPACE, roles));
        try (SyncSite site = SyncSite.start(scratch.directory("server"), tokens)) {
            HttpClient client = HttpClient.newHttpClient();
            touch(client, site.address(), "warm", 1);
            Used before = Used.now();
            touch(client, site.address(), "w", WORKSPACES);
            Used touched = Used.now();
            Used connected;
            // a few at first, for what is there once however many come after them
            try (ChildJvm first = devices(site.address(), 50)) {
                first.requireLine("connected");
                Used some = Used.now();
                try (ChildJvm rest = devices(site.address(), DEVICES)) {
                    rest.requireLine("connected");
                    connected = Used.now().minus(some);
                }
            }
            Used workspaces = touched.minus(before);
            return List.of(
                    new Figure(
                            "idle-heap-device",
                            connected.heap / (double) DEVICES,
                            "bytes",
                            "no bar",
                            DEVICES + " open live channels; beside it " + connected.direct / DEVICES
                                    + " bytes of direct buffers each"),
                    new Figure(
                            "idle-heap-workspace",
                            workspaces.heap / (double) WORKSPACES,
                            "bytes",
                            "no bar",
                            WORKSPACES + " workspaces with an operation each and nobody connected"));
        }
    }

    private static ChildJvm devices(URI server, int count) throws Exception {
        return ChildJvm.start(List.of(), "idle-devices", server.toString(), Integer.toString(count));
    }

    /** Pushes something into each workspace. */
    private static void touch(HttpClient client, URI server, String prefix, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            String name = count == 1 ? SyncSite.WORKSPACE : prefix + i;
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + "/v1/workspaces/" + name + "/ops"))
                    .header("Content-Type", "application/json")
                    .header("Content-Encoding", "gzip")
                    .header("Authorization", "Bearer " + SyncSite.TOKEN)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(
                            IngestLoad.of(1, 0, 1).birth()))
                    .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("The server answered " + response.body());
            }
        }
    }

    /** Bytes that are in use. */
    private record Used(long heap, long direct) {
        static Used now() throws InterruptedException {
            for (int i = 0; i < 4; i++) {
                System.gc();
                Thread.sleep(100);
            }
            long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new Used(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), direct);
        }

        Used minus(Used other) {
            return new Used(heap - other.heap, direct - other.direct);
        }
    }
}
