package dev.weftwork.archive;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes ZIP archives that no honest tool would write. */
final class ForgedZip {
    private final List<Entry> entries = new ArrayList<>();
    private int entryCountLie;
    private byte[] gap = new byte[0];
    private byte[] beforeEnd = new byte[0];
    private int disk;

    /** One entry, every field of which can be bent. */
    static final class Entry {
        byte[] name;
        byte[] centralName;
        byte[] data;
        int flags = 1 << 11;
        int localFlags = -1;
        int method;
        int attributes;
        long crc;
        long localCrc = -1;
        long packed;
        long size;
        long localSize = -1;
        long offsetLie;
        byte[] extra = new byte[0];
        byte[] localExtra = new byte[0];
        private long offset;

        Entry(String name, byte[] content) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.centralName = this.name;
            this.data = content;
            this.size = content.length;
            this.packed = content.length;
            CRC32 sum = new CRC32();
            sum.update(content);
            this.crc = sum.getValue();
        }

        Entry deflated() {
            Deflater deflater = new Deflater(9, true);
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[8192];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            deflater.end();
            data = out.toByteArray();
            packed = data.length;
            method = 8;
            return this;
        }

        private byte[] local() {
            return join(
                    fixed(30)
                            .putInt(0x04034b50)
                            .putShort((short) 20)
                            .putShort((short) (localFlags < 0 ? flags : localFlags))
                            .putShort((short) method)
                            .putInt(0)
                            .putInt((int) (localCrc < 0 ? crc : localCrc))
                            .putInt((int) packed)
                            .putInt((int) (localSize < 0 ? size : localSize))
                            .putShort((short) name.length)
                            .putShort((short) localExtra.length)
                            .array(),
                    name,
                    localExtra,
                    data);
        }

        private byte[] central() {
            return join(
                    fixed(46)
                            .putInt(0x02014b50)
                            .putShort((short) (3 << 8 | 20))
                            .putShort((short) 20)
                            .putShort((short) flags)
                            .putShort((short) method)
                            .putInt(0)
                            .putInt((int) crc)
                            .putInt((int) packed)
                            .putInt((int) size)
                            .putShort((short) centralName.length)
                            .putShort((short) extra.length)
                            .putShort((short) 0)
                            .putShort((short) 0)
                            .putShort((short) 0)
                            .putInt(attributes)
                            .putInt((int) (offset + offsetLie))
                            .array(),
                    centralName,
                    extra);
        }
    }

    ForgedZip add(Entry entry) {
        entries.add(entry);
        return this;
    }

    ForgedZip add(String name, byte[] content) {
        return add(new Entry(name, content));
    }

    ForgedZip add(String name, String content) {
        return add(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Says that there are more entries, or fewer, than there are. */
    ForgedZip countedWrongBy(int difference) {
        entryCountLie = difference;
        return this;
    }

    /** Puts bytes in front of the second entry that belong to none. */
    ForgedZip withGap(byte[] bytes) {
        gap = bytes;
        return this;
    }

    /** Puts bytes between the directory and the end record. */
    ForgedZip withBeforeEnd(byte[] bytes) {
        beforeEnd = bytes;
        return this;
    }

    ForgedZip onDisk(int number) {
        disk = number;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < entries.size(); i++) {
            if (i == 1) {
                out.writeBytes(gap);
            }
            entries.get(i).offset = out.size();
            out.writeBytes(entries.get(i).local());
        }
        int directory = out.size();
        entries.forEach(entry -> out.writeBytes(entry.central()));
        int size = out.size() - directory;
        out.writeBytes(beforeEnd);
        out.writeBytes(fixed(22)
                .putInt(0x06054b50)
                .putShort((short) disk)
                .putShort((short) 0)
                .putShort((short) (entries.size() + entryCountLie))
                .putShort((short) (entries.size() + entryCountLie))
                .putInt(size)
                .putInt(directory)
                .putShort((short) 0)
                .array());
        return out.toByteArray();
    }

    static ByteBuffer fixed(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
