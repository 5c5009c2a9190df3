package dev.weftwork.store;

import dev.weftwork.spi.ReadTransaction;
import dev.weftwork.spi.WriteTransaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * One checksum over the settings that say how far rows and numbers go. Each is a few digits, which a medium can damage
 * into others that look as good: a fold position one higher hides an entry, a clock that runs back lets edits lose.
 */
final class Seal {
    private static final String[] SEALED = {Keys.SCHEMA, Keys.FOLDED, Keys.CLOCK, Keys.WORKFLOWS, Keys.AUTHORITY};

    /** What older files do not have; where it is missing it does not count. */
    private static final String[] SEALED_IF_THERE = {Keys.FOLDS};

    private static final int FIRST_SCHEMA = 1;

    private Seal() {}

    /** Seals the settings as they are now; to be called by whoever wrote one of them, in the same transaction. */
    static void put(WriteTransaction transaction) throws IOException {
        transaction.setting(Keys.SEAL, transaction.setting(Keys.SCHEMA) + " " + sum(transaction));
    }

    static void check(ReadTransaction moment) throws IOException {
        String seal = moment.setting(Keys.SEAL);
        if (seal == null) {
            throw Damage.corrupt("The storage has lost the seal of its settings");
        }
        if (!seal.equals(moment.setting(Keys.SCHEMA) + " " + sum(moment)) && !isMigratedSince(seal, moment)) {
            throw Damage.corrupt("The settings of the storage are not what was written");
        }
    }

    /** A step to another schema version knows nothing of seals; the next fold makes a new one. */
    private static boolean isMigratedSince(String seal, ReadTransaction moment) throws IOException {
        String schema = moment.setting(Keys.SCHEMA);
        int space = seal.indexOf(' ');
        if (space < 0 || schema == null) {
            return false;
        }
        long sealed = Damage.number(Keys.SEAL, seal.substring(0, space));
        return sealed >= FIRST_SCHEMA && sealed < Damage.number(Keys.SCHEMA, schema);
    }

    /** Whether settings that were read one by one are what was written. */
    static boolean holds(Map<String, String> settings) {
        return (settings.get(Keys.SCHEMA) + " " + sum(settings)).equals(settings.get(Keys.SEAL));
    }

    private static String sum(ReadTransaction moment) throws IOException {
        Map<String, String> settings = new HashMap<>();
        for (String[] names : new String[][] {SEALED, SEALED_IF_THERE}) {
            for (String name : names) {
                String value = moment.setting(name);
                if (value != null) {
                    settings.put(name, value);
                }
            }
        }
        return sum(settings);
    }

    private static void add(String name, Map<String, String> settings, CRC32C crc) {
        crc.update((name + "=" + settings.get(name) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String sum(Map<String, String> settings) {
        CRC32C crc = new CRC32C();
        for (String name : SEALED) {
            add(name, settings, crc);
        }
        for (String name : SEALED_IF_THERE) {
            if (settings.containsKey(name)) {
                add(name, settings, crc);
            }
        }
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
