package dev.weftwork.server.http;

import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkflowRow;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes the documents anew that others' edits have left behind, so that whoever looks with SQL sees them. A workflow that
 * takes more memory than there may be for one is left alone until it changes. Confined to one thread at a time.
 */
final class Refreshing {
    private final Workspaces workspaces;
    private final Readings readings;
    private final Duration rest;
    /** By workspace, what was too large, and which version of it. */
    private final Map<String, Map<WorkflowId, Long>> tooLarge = new HashMap<>();

    /**
     * Nothing is written yet.
     *
     * @param rest for how long a workflow has to have been left alone
     */
    Refreshing(Workspaces workspaces, Readings readings, Duration rest) {
        this.workspaces = workspaces;
        this.readings = readings;
        this.rest = rest;
    }

    void run() throws IOException {
        workspaces.eachRestless(this::isCaughtUp);
    }

    private boolean isCaughtUp(String workspace) throws IOException {
        for (WorkflowId workflow : behind(workspace, workspaces.shownMillis() - rest.toMillis())) {
            refresh(workspace, workflow);
        }
        Set<WorkflowId> left = new HashSet<>(behind(workspace, Long.MAX_VALUE));
        Set<WorkflowId> given = tooLarge(workspace).keySet();
        given.retainAll(left);
        return given.containsAll(left);
    }

    private Map<WorkflowId, Long> tooLarge(String workspace) {
        return tooLarge.computeIfAbsent(workspace, any -> new HashMap<>());
    }

    private List<WorkflowId> behind(String workspace, long before) throws IOException {
        return workspaces.read(workspace, reader -> reader.documents().behind(before));
    }

    private void refresh(String workspace, WorkflowId workflow) throws IOException {
        Long version =
                workspaces.read(workspace, reader -> version(reader.documents().workflow(workflow)));
        if (version == null || version.equals(tooLarge(workspace).get(workflow))) {
            return;
        }
        Readings.Room room = readings.room();
        try {
            WorkflowRoutes.Found found =
                    workspaces.read(workspace, reader -> WorkflowRoutes.look(reader, workflow, null, room));
            if (found != null) {
                workspaces
                        .edit(workspace, "", desk -> WorkflowRoutes.keep(desk, found))
                        .join();
            }
        } catch (ProblemException e) {
            if (e.isForWantOfRoomAtAll()) {
                tooLarge(workspace).put(workflow, version);
            } else if (!e.isForWantOfRoom()) {
                throw e;
            }
        } finally {
            room.giveBack();
        }
    }

    private static @Nullable Long version(@Nullable WorkflowRow row) {
        return row == null ? null : (Long) row.version();
    }
}
