package dev.weftwork.wire;

import dev.weftwork.graph.JsonCursor;
import dev.weftwork.graph.JsonWriter;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.PullRequest;
import dev.weftwork.spi.PushRequest;
import dev.weftwork.spi.RemoteCursor;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The bodies of requests, which come from hands that nobody trusts. */
public final class Requests {
    private static final int LARGE = 16_384;

    private Requests() {}

    /**
     * Writes a push.
     *
     * @param request what is offered
     * @return {@code {"ops": […]}}
     */
    public static String push(PushRequest request) {
        JsonWriter out = new JsonWriter(LARGE).beginObject();
        PushMessages.writeOffers(request, out);
        return out.endObject().toString();
    }

    /**
     * Reads a push.
     *
     * @param text the body
     * @return what is offered
     * @throws WireFormatException if it is no push
     */
    public static PushRequest readPush(String text) {
        return Message.read(text, in -> {
            Members members = new Members().read(in);
            return new PushRequest(members.offers());
        });
    }

    /**
     * Writes a sync.
     *
     * @param request what is offered and asked for
     * @return {@code {"ops": […], "after", "limit", "workflows"?, "audit"?, "brief"?}}
     */
    public static String sync(SyncRequest request) {
        PullRequest pull = request.pull();
        JsonWriter out = new JsonWriter(LARGE).beginObject();
        PushMessages.writeOffers(request.push(), out);
        out.key("after").value(pull.after().text()).key("limit").value(pull.limit());
        Texts.writeWorkflows("workflows", pull.workflows(), out);
        Texts.writeWorkflows("audit", pull.audit(), out);
        if (request.brief()) {
            out.key("brief").value(true);
        }
        return out.endObject().toString();
    }

    /**
     * Reads a sync.
     *
     * @param text the body
     * @return what is offered and asked for
     * @throws WireFormatException if it is no sync
     */
    public static SyncRequest readSync(String text) {
        return Message.read(text, in -> {
            Members members = new Members().read(in);
            return new SyncRequest(new PushRequest(members.offers()), members.pull(), members.brief);
        });
    }

    /** The members that requests have. */
    private static final class Members {
        private List<PushRequest.Offer> offers = List.of();
        private boolean offered;
        private RemoteCursor after = RemoteCursor.START;
        private boolean brief;
        private int limit = Limits.MAX_OPS;
        private Set<WorkflowId> workflows = Set.of();
        private Set<WorkflowId> audit = Set.of();

        Members read(JsonCursor in) {
            in.beginObject();
            while (in.nextMember()) {
                take(in.key(), in);
            }
            return this;
        }

        private void take(String key, JsonCursor in) {
            switch (key) {
                case "ops" -> {
                    offers = PushMessages.readOffers(in);
                    offered = true;
                }
                case "after" -> after = new RemoteCursor(in.string());
                case "limit" -> limit = (int) Math.min(Message.number(in), Integer.MAX_VALUE);
                case "workflows" -> workflows = Texts.readWorkflows(in);
                case "audit" -> audit = Texts.readWorkflows(in);
                case "brief" -> brief = in.bool();
                default -> in.skip();
            }
        }

        List<PushRequest.Offer> offers() {
            if (!offered) {
                throw new WireFormatException("The request needs the member 'ops', an array");
            }
            return offers;
        }

        PullRequest pull() {
            return new PullRequest(after, limit, Duration.ZERO, workflows, audit);
        }
    }
}
