package dev.weftwork.archive;

import dev.weftwork.archive.PackageFormatException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * The unpacked data of one entry; never more of it than the directory announced. Where it ends, its checksum has been
 * compared. Confined to one thread.
 */
final class EntryStream extends InputStream {
    private static final int CHUNK = 64 << 10;

    private final ChannelBytes bytes;
    private final ZipEntryRange entry;
    private final CRC32 crc = new CRC32();
    private final Inflater inflater;
    private final byte[] packed;
    private long position;
    private long delivered;

    EntryStream(ChannelBytes bytes, ZipEntryRange entry) {
        this.bytes = bytes;
        this.entry = entry;
        this.position = entry.data();
        this.inflater = new Inflater(true);
        this.packed = new byte[entry.deflated() ? CHUNK : 0];
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
        if (delivered == entry.size()) {
            checkEnd();
            return -1;
        }
        int wanted = (int) Math.min(length, entry.size() - delivered);
        int read = entry.deflated() ? inflate(target, offset, wanted) : copy(target, offset, wanted);
        crc.update(target, offset, read);
        delivered += read;
        return read;
    }

    private int copy(byte[] target, int offset, int length) throws IOException {
        int read = bytes.readSome(position, target, offset, length);
        position += read;
        return read;
    }

    private int inflate(byte[] target, int offset, int length) throws IOException {
        while (true) {
            int inflated = inflate(inflater, target, offset, length);
            if (inflated > 0) {
                return inflated;
            }
            if (inflater.finished() || inflater.needsDictionary() || !feed()) {
                throw corrupt("ends too early", null);
            }
        }
    }

    private int inflate(Inflater from, byte[] target, int offset, int length) {
        try {
            return from.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw corrupt("cannot be unpacked", e);
        }
    }

    /** Gives the inflater more, if there is more. */
    private boolean feed() throws IOException {
        if (!inflater.needsInput() || position == entry.end()) {
            return false;
        }
        int read = bytes.readSome(position, packed, 0, (int) Math.min(packed.length, entry.end() - position));
        position += read;
        inflater.setInput(packed, 0, read);
        return true;
    }

    private void checkEnd() throws IOException {
        if (crc.getValue() != entry.crc()) {
            throw corrupt("does not match its checksum", null);
        }
        if (entry.deflated() && !atEnd()) {
            throw corrupt("holds more than the directory says", null);
        }
    }

    /** Whether nothing more comes out, and nothing is left over that nobody would read. */
    private boolean atEnd() throws IOException {
        byte[] more = new byte[1];
        while (!inflater.finished()) {
            if (inflate(inflater, more, 0, 1) > 0 || (!inflater.finished() && !feed())) {
                return false;
            }
        }
        return inflater.getRemaining() == 0 && position == entry.end();
    }

    private PackageFormatException corrupt(String what, @Nullable Throwable cause) {
        return new PackageFormatException(
                Code.CORRUPT_DATA,
                "The entry " + Refusal.quoted(entry.name()) + " " + what,
                "Ask for the package again, or export it anew; nothing of it was kept",
                cause);
    }

    @Override
    public void close() {
        inflater.end();
    }
}
