package dev.weftwork.server.http;

import dev.weftwork.change.Entity;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityKind;
import dev.weftwork.change.GraphState;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.change.Registers;
import dev.weftwork.graph.AssetRef;
import dev.weftwork.graph.Json;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.server.storage.WorkspaceReader;
import dev.weftwork.version.ValuesSeen;
import dev.weftwork.version.VersionBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hashes that living entities and saved versions mention, in whatever field and form: also one that stands in a text
 * counts, since to keep too much costs room and to keep too little costs work. For the same reason, what there is no memory to
 * look into may refer to anything.
 */
final class GraphMentions implements BlobReferrer {
    private static final Pattern HASH = Pattern.compile("sha256-([0-9a-f]{64})");

    /** Bytes for each of an entity: as text, and as what it says. */
    private static final int OF_ENTITY = 4;
    /** What is smaller, and comes alone, is not counted. */
    private static final int SMALL = 4_096;

    private final ByteBudget budget;

    /**
     * Looks into all that has room.
     *
     * @param budget what all that is large shares
     */
    GraphMentions(ByteBudget budget) {
        this.budget = budget;
    }

    @Override
    public void references(WorkspaceReader workspace, Visitor visitor) {
        Permit permit = new Permit(budget, 0, "Others have the memory");
        try {
            PerWorkflow each = new PerWorkflow(visitor, permit);
            workspace.entities(Set.of(), each::hasRoom, each);
            each.end();
        } finally {
            permit.giveBack();
        }
    }

    /** Every hash that a text mentions. */
    private static void in(String text, Consumer<String> hash) {
        Matcher matcher = HASH.matcher(text);
        while (matcher.find()) {
            hash.accept(matcher.group(1));
        }
    }

    private static void in(Entity entity, Consumer<String> hash) {
        in(entity.registers(), hash);
    }

    /** Every hash that the registers of an entity mention. */
    static void in(Registers registers, Consumer<String> hash) {
        for (int i = 0; i < registers.size(); i++) {
            Json value = registers.value(i);
            if (value != null) {
                in(value, hash);
            }
        }
    }

    private static void in(Json value, Consumer<String> hash) {
        in(value.text(), hash);
        if (value.text().indexOf('\\') >= 0) {
            AssetRef.allIn(value).forEach(ref -> ref.hash().ifPresent(named -> hash.accept(named.hex())));
        }
    }

    /** Entities come workflow by workflow, and whether a workflow lives may be known last. */
    private static final class PerWorkflow implements BiConsumer<WorkflowId, Entity> {
        private final Visitor visitor;
        private final Permit permit;
        private final Set<String> found = new HashSet<>();
        private final List<Entity> chunks = new ArrayList<>();
        private WorkflowId current = WorkflowId.of("none");
        private boolean dead;
        private long heldByChunks;
        private long heldByLast;

        PerWorkflow(Visitor visitor, Permit permit) {
            this.visitor = visitor;
            this.permit = permit;
        }

        /** Makes room for an entity that is about to be read. The chunks of a workflow are needed together, others one by one. */
        boolean hasRoom(EntityKind kind, long bytes) {
            permit.returnSome(heldByLast);
            heldByLast = 0;
            if (bytes < SMALL && !kind.equals(EntityKind.CHUNK)) {
                return true;
            }
            try {
                permit.take(OF_ENTITY * bytes);
                heldByLast = OF_ENTITY * bytes;
                return true;
            } catch (ProblemException e) {
                visitor.mayReferToAnything(
                        "something of " + bytes + " bytes, since " + e.problem().detail());
                return false;
            }
        }

        @Override
        public void accept(WorkflowId workflow, Entity entity) {
            if (!workflow.equals(current)) {
                end();
                current = workflow;
            }
            if (isDead(entity)) {
                dead |= entity.key().equals(EntityKey.of(workflow));
            } else {
                in(entity, found::add);
            }
            if (entity.key().kind().equals(EntityKind.CHUNK)) {
                // a version opens from chunks that somebody deleted, too
                chunks.add(entity);
                heldByChunks += heldByLast;
                heldByLast = 0;
            }
        }

        /** What was written to before anybody made it may still come to life. */
        private static boolean isDead(Entity entity) {
            return !entity.alive() && entity.registers().indexOf(RegisterNames.LIFE) >= 0;
        }

        void end() {
            if (!dead) {
                found.forEach(visitor::refers);
                // what a saved version holds is packed, and whoever goes back to it wants its pictures, too
                GraphState.Builder saved = GraphState.builder(current);
                chunks.forEach(saved::put);
                ValuesSeen seen = VersionBook.of(saved.build()).forEachValue(value -> in(value, visitor::refers));
                if (seen instanceof ValuesSeen.Some some) {
                    visitor.mayReferToAnything(
                            "saved versions of workflow " + Json.of(current.value()) + ", since " + some.why());
                }
            }
            chunks.clear();
            permit.returnSome(heldByChunks);
            heldByChunks = 0;
            found.clear();
            dead = false;
        }
    }
}
