package dev.weftwork.server.sqlite;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** Connections that are lent to readers, one at a time each. Thread-safe. */
final class ReadConnections {
    private final Queue<Sql> free;
    private final int all;
    private boolean closed;

    ReadConnections(List<Sql> connections) {
        free = new ArrayDeque<>(connections);
        all = connections.size();
    }

    /** Waits for one. It has to be given back. */
    synchronized Sql take() throws IOException {
        try {
            while (free.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for a connection", e);
        }
        if (closed) {
            throw new IOException("The storage was closed");
        }
        return free.remove();
    }

    synchronized void giveBack(Sql connection) {
        free.add(connection);
        // there may be readers and a closer among those who wait
        notifyAll();
    }

    /** Refuses whoever waits or comes later, and waits for those who read, be it that the caller is interrupted. */
    synchronized void close() {
        closed = true;
        notifyAll();
        boolean interrupted = false;
        while (free.size() < all) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        free.forEach(Sql::close);
    }
}
