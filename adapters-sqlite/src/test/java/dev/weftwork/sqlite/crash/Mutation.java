package dev.weftwork.sqlite.crash;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * What a bad disk, a crash without flushes or a careless copy does to a database and its write-ahead log.
 *
 * @param specimen the files afterwards
 * @param what was done, for people
 * @param log whether the log was touched: then commits that only it held may be gone
 * @param stale whether old content came back: then every checksum in it is right
 */
record Mutation(Specimen specimen, String what, boolean log, boolean stale) {
    private static final int PAGE = 4096;
    private static final int SECTOR = 512;
    private static final int LOG_HEADER = 32;
    private static final int FRAME = 24 + PAGE;

    /** Damages a specimen in one to three ways; older ones give what a lost write would leave. */
    static Mutation of(Specimen healthy, List<Specimen> older, Random random) {
        Mutation mutation = new Mutation(healthy, healthy.name(), false, false);
        int times = random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        for (int i = 0; i < times; i++) {
            Specimen source = older.isEmpty() ? healthy : older.get(random.nextInt(older.size()));
            boolean log = mutation.specimen.log().length > 0 && random.nextInt(5) < 2;
            mutation = log ? mutation.inLog(source, random) : mutation.inDatabase(source, random);
        }
        return mutation;
    }

    private Mutation inLog(Specimen source, Random random) {
        byte[] before = specimen.log();
        switch (random.nextInt(10)) {
            case 0:
                return log(source.log(), "the log of '" + source.name() + "'", true);
            case 1:
                return log(new byte[0], "no log", false);
            default:
                Bytes bytes = new Bytes(before, source.log(), LOG_HEADER, FRAME, random);
                bytes.damage();
                return log(bytes.now, "log: " + bytes.what, bytes.stale);
        }
    }

    private Mutation inDatabase(Specimen source, Random random) {
        if (random.nextInt(20) == 0) {
            return database(source.database(), "the database of '" + source.name() + "'", true);
        }
        Bytes bytes = new Bytes(specimen.database(), source.database(), 0, PAGE, random);
        bytes.damage();
        return database(bytes.now, "database: " + bytes.what, bytes.stale);
    }

    private Mutation log(byte[] bytes, String done, boolean old) {
        return new Mutation(specimen.with(specimen.database(), bytes), what + ", " + done, true, stale || old);
    }

    private Mutation database(byte[] bytes, String done, boolean old) {
        return new Mutation(specimen.with(bytes, specimen.log()), what + ", " + done, log, stale || old);
    }

    /** One file in the works. */
    private static final class Bytes {
        private final byte[] old;
        private final int header;
        private final int unit;
        private final Random random;
        private byte[] now;
        private String what = "";
        private boolean stale;

        Bytes(byte[] bytes, byte[] old, int header, int unit, Random random) {
            now = bytes.clone();
            this.old = old;
            this.header = header;
            this.unit = unit;
            this.random = random;
        }

        void damage() {
            switch (random.nextInt(9)) {
                case 0 -> truncate();
                case 1 -> tear(new byte[now.length]);
                case 2 -> tear(old);
                case 3 -> zero();
                case 4 -> swap();
                case 5 -> misdirect();
                case 6 -> loseWrite();
                case 7 -> noise();
                default -> flip();
            }
        }

        private void truncate() {
            int length = random.nextInt(now.length);
            now = Arrays.copyOf(now, length);
            what = "cut at " + length;
        }

        /** Half of a page is as it should be, half as it was. */
        private void tear(byte[] before) {
            int from = place() + (random.nextBoolean() ? 0 : unit / 2);
            copy(before, from, from, unit / 2);
            what = "half a page torn at " + from;
            stale = before == old;
        }

        private void zero() {
            int from = random.nextInt(now.length) / SECTOR * SECTOR;
            int to = Math.min(now.length, from + SECTOR * (1 + random.nextInt(10)));
            Arrays.fill(now, from, to, (byte) 0);
            what = "zeroes from " + from + " to " + to;
        }

        private void swap() {
            int one = place();
            int two = place();
            byte[] before = now.clone();
            copy(before, one, two, unit);
            copy(before, two, one, unit);
            // A free page holds what was once written somewhere else.
            stale = true;
            what = "pages swapped at " + one + " and " + two;
        }

        private void misdirect() {
            int from = place();
            int to = place();
            copy(now.clone(), from, to, unit);
            stale = true;
            what = "the page at " + from + " written again at " + to;
        }

        private void loseWrite() {
            int at = place();
            copy(old, at, at, unit);
            stale = true;
            what = "the write of the page at " + at + " lost";
        }

        private void noise() {
            byte[] noise = new byte[SECTOR];
            random.nextBytes(noise);
            int at = random.nextInt(now.length) / SECTOR * SECTOR;
            copy(noise, 0, at, SECTOR);
            what = "noise at " + at;
        }

        private void flip() {
            StringBuilder places = new StringBuilder("bits flipped at");
            for (int i = random.nextInt(5); i >= 0; i--) {
                int at = random.nextInt(now.length);
                now[at] ^= (byte) (1 << random.nextInt(8));
                places.append(' ').append(at);
            }
            what = places.toString();
        }

        /** The start of some page. */
        private int place() {
            int pages = Math.max(1, (now.length - header) / unit);
            return header + unit * random.nextInt(pages);
        }

        private void copy(byte[] source, int from, int to, int length) {
            int most = Math.min(length, Math.min(source.length - from, now.length - to));
            if (most > 0) {
                System.arraycopy(source, from, now, to, most);
            }
        }
    }
}
