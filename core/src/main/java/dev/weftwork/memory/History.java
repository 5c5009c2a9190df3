package dev.weftwork.memory;

import dev.weftwork.change.AdmittedOp;
import dev.weftwork.change.EntityKey;
import dev.weftwork.change.EntityWrites;
import dev.weftwork.spi.HistoryPage;
import dev.weftwork.spi.HistoryRequest;
import java.util.ArrayList;
import java.util.List;

/** Answers what was written and what lost. Used once, under the workspace's lock. */
final class History {
    private final WorkspaceBook book;
    private final HistoryRequest request;

    History(WorkspaceBook book, HistoryRequest request) {
        this.book = book;
        this.request = request;
    }

    HistoryPage page() {
        long from = Math.min(Math.max(request.after(), book.floorPlace().seq()), book.head());
        List<AdmittedOp> ops = new ArrayList<>();
        long through = from;
        for (WorkspaceBook.Entry entry : book.after(from)) {
            AdmittedOp admitted = entry.admitted();
            List<EntityWrites> writes = admitted.op().writes().stream()
                    .filter(each -> isMeant(each.key()))
                    .toList();
            boolean meant = admitted.op().workflow().equals(request.workflow())
                    && (request.entity() == null || !writes.isEmpty());
            if (meant && ops.size() == request.limit()) {
                break;
            }
            if (meant) {
                ops.add(new AdmittedOp(admitted.op().withWrites(writes), admitted.seq(), admitted.eff()));
            }
            through = admitted.seq();
        }
        return new HistoryPage(ops, losses(from, through), through, through < book.head());
    }

    private boolean isMeant(EntityKey key) {
        return request.entity() == null || request.entity().equals(key);
    }

    private List<HistoryPage.Lost> losses(long from, long through) {
        return book.losses.stream()
                .filter(lost -> lost.seq() > from && lost.seq() <= through)
                .filter(lost -> lost.workflow().equals(request.workflow()))
                .filter(lost -> isMeant(lost.loss().register().key()))
                .map(lost -> new HistoryPage.Lost(
                        lost.seq(),
                        lost.loss().register().key(),
                        lost.loss().register().field(),
                        lost.loss().value(),
                        lost.loss().loser(),
                        lost.loss().winner()))
                .toList();
    }
}
