package dev.weftwork.sqlite;

import dev.weftwork.spi.AssetAdapter;
import dev.weftwork.spi.NewAsset;
import dev.weftwork.spi.StoredAsset;
import java.io.IOException;
import java.io.OutputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;

/** Writes one upload, piece by piece. Used once, by one thread. */
final class BlobWriter extends OutputStream {
    /** As large as one statement should be; a piece is in memory a few times while it is written. */
    static final int PIECE = 1 << 20;

    private final Database database;
    private final String place = AssetTable.placeAt(System.currentTimeMillis()) + "-" + UUID.randomUUID();
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long pieces;
    private long bytes;

    BlobWriter(Database database) {
        this.database = database;
    }

    StoredAsset put(AssetAdapter.Filling filling) throws IOException {
        boolean named = false;
        try {
            NewAsset wished = filling.fill(this);
            flushPiece();
            StoredAsset stored = database.change(0, session -> {
                requireAll(session.statement("SELECT count(*) FROM blobs WHERE key > ? AND key < ?"));
                return AssetTable.name(session, wished, place, bytes);
            });
            named = true;
            return stored;
        } finally {
            if (!named) {
                discard();
            }
        }
    }

    /** A stream that stalled for more than a day was swept. */
    private void requireAll(PreparedStatement count) throws IOException, SQLException {
        count.setString(1, place + "/");
        count.setString(2, place + "0");
        try (ResultSet result = count.executeQuery()) {
            result.next();
            if (result.getLong(1) != pieces) {
                throw new IOException("The upload took so long that its beginning was swept away; put it again");
            }
        }
    }

    private void discard() {
        if (pieces == 0) {
            return;
        }
        try {
            int unused = database.change(0, session -> AssetTable.removePieces(session, place));
        } catch (IOException e) {
            // it is swept later; what made it necessary is on its way to the caller
            return;
        }
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
        int at = offset;
        int left = length;
        while (left > 0) {
            int n = Math.min(left, PIECE - filled);
            System.arraycopy(source, at, piece, filled, n);
            filled += n;
            at += n;
            left -= n;
            if (filled == PIECE) {
                flushPiece();
            }
        }
    }

    private void flushPiece() throws IOException {
        if (filled == 0) {
            return;
        }
        byte[] full = filled == PIECE ? piece : Arrays.copyOf(piece, filled);
        int unused = database.change(filled, session -> {
            PreparedStatement insert = session.statement("INSERT INTO blobs(key, bytes) VALUES (?, ?)");
            insert.setString(1, AssetTable.pieceOf(place, pieces));
            insert.setBytes(2, full);
            int inserted = insert.executeUpdate();
            insert.clearParameters();
            return inserted;
        });
        bytes += filled;
        pieces++;
        filled = 0;
    }
}
