package dev.weftwork.server.http;

import dev.weftwork.change.OpId;
import dev.weftwork.graph.WorkflowId;
import dev.weftwork.spi.GestureFrame;
import java.util.Set;

/**
 * A frame of a gesture on its way to those who listen.
 *
 * @param principal whose it is
 * @param channel what the sender calls its own channels, or empty
 * @param frame the frame
 * @param text the same as it travels
 */
record PassedFrame(String principal, String channel, GestureFrame frame, String text) {
    /** Whether a channel is to hear of it. */
    boolean concerns(Call listener, Set<WorkflowId> workflows) {
        boolean own = !channel.isEmpty()
                && channel.equals(listener.channel())
                && principal.equals(listener.principal().id());
        return !own && (workflows.isEmpty() || workflows.contains(frame.workflow()));
    }

    OpId gesture() {
        return frame.gesture();
    }
}
