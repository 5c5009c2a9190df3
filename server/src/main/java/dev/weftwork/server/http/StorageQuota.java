package dev.weftwork.server.http;

import dev.weftwork.change.EntityWrites;
import dev.weftwork.change.Op;
import dev.weftwork.change.RegisterNames;
import dev.weftwork.graph.Json;
import dev.weftwork.spi.OpAnswer;
import dev.weftwork.spi.PushAnswer;
import dev.weftwork.wire.Problem;
import java.time.Duration;

/**
 * How much a workspace may hold. Operations that need more are put off, not rejected: nobody shall lose work because a
 * quota was too small. Those that only delete come in, within an eighth above it.
 *
 * @param bytes how many bytes
 */
record StorageQuota(long bytes) {
    static final String CODE = "storage-quota";
    static final String REASON = "The workspace is full; delete something, or ask the operator for more room";
    private static final Duration PAUSE = Duration.ofMinutes(1);

    /**
     * Whether there is room for an operation.
     *
     * @param held what the workspace holds already, its binaries included
     */
    boolean hasRoom(long held, Op op) {
        return held < bytes || (held < bytes + bytes / 8 && onlyDeletes(op));
    }

    static ProblemException refusal() {
        return new ProblemException(new Problem(507, CODE, REASON), PAUSE);
    }

    private static boolean onlyDeletes(Op op) {
        for (EntityWrites writes : op.writes()) {
            for (int i = 0; i < writes.size(); i++) {
                Json value = writes.value(i);
                boolean buries = writes.field(i).equals(RegisterNames.LIFE) && Json.FALSE.equals(value);
                if (value != null && !buries) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A push that came to nothing but being put off is refused as a whole. */
    static PushAnswer orRefused(PushAnswer answer) {
        boolean allPutOff = !answer.answers().isEmpty()
                && answer.answers().stream()
                        .allMatch(each -> each instanceof OpAnswer.Later later
                                && later.code().equals(CODE));
        if (allPutOff) {
            throw refusal();
        }
        return answer;
    }
}
