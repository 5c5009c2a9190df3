package dev.weftwork.sqlite;

import java.io.IOException;
import java.io.InputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads an asset piece by piece, each in a moment of its own, so that a slow reader holds up nobody. */
final class BlobStream extends InputStream {
    private final Database database;
    private AssetTable.Line line;
    private byte[] piece = new byte[0];
    private long pieceStart;
    private long position;

    BlobStream(Database database, AssetTable.Line line, long from) {
        this.database = database;
        this.line = line;
        position = Objects.checkIndex(from, line.asset().bytes() + 1);
        pieceStart = position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (position >= line.asset().bytes()) {
            return -1;
        }
        if (position >= pieceStart + piece.length) {
            load(position / BlobWriter.PIECE);
        }
        int from = (int) (position - pieceStart);
        int n = Math.min(length, piece.length - from);
        System.arraycopy(piece, from, target, offset, n);
        position += n;
        return n;
    }

    private void load(long number) throws IOException {
        byte[] found = piece(number);
        if (found == null) {
            // the same content may have been put once more
            line = database.query(
                            session -> AssetTable.find(session, line.asset().key()))
                    .orElseThrow(this::gone);
            found = piece(number);
        }
        long start = number * BlobWriter.PIECE;
        if (found == null || start + found.length <= position) {
            throw gone();
        }
        piece = found;
        pieceStart = start;
    }

    private byte @Nullable [] piece(long number) throws IOException {
        return database.query(session -> piece(session, AssetTable.pieceOf(line.place(), number)));
    }

    private static byte @Nullable [] piece(Session session, String key) throws SQLException {
        PreparedStatement select = session.statement("SELECT bytes FROM blobs WHERE key = ?");
        select.setString(1, key);
        try (ResultSet row = select.executeQuery()) {
            return row.next() ? row.getBytes(1) : null;
        }
    }

    private IOException gone() {
        return new IOException("Asset " + line.asset().key() + " was removed while it was read");
    }
}
