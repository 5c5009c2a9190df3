package dev.weftwork.sqlite;

import dev.weftwork.spi.CapabilityNotice;
import dev.weftwork.spi.StorageException;
import dev.weftwork.spi.StorageException.Kind;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens a file, here or at the fall-back. */
final class Opening {
    private static final long JOURNAL_BYTES = 32L << 20;
    private static final int WRITER_CACHE_KIB = 32_768;
    private static final int READER_CACHE_KIB = 32_768;
    private static final Version LEAST_VERSION = Version.parse("3.51.3");

    private final Options options;

    private Opening(Options options) {
        this.options = options;
    }

    static Database open(Options options) throws IOException {
        Path fallback = options.fallback();
        if (fallback == null || Files.exists(options.file())) {
            return new Opening(options).open(List.of());
        }
        if (Files.exists(fallback)) {
            // What was written there must not vanish because the first place became writable meanwhile.
            return new Opening(options.at(fallback)).open(List.of(relocated(options.file(), fallback)));
        }
        try {
            return new Opening(options).open(List.of());
        } catch (StorageException e) {
            if (e.kind() != Kind.READ_ONLY && e.kind() != Kind.UNSUPPORTED) {
                throw e;
            }
            return new Opening(options.at(fallback)).open(List.of(relocated(options.file(), fallback)));
        }
    }

    private static CapabilityNotice relocated(Path file, Path fallback) {
        return new CapabilityNotice(
                "relocated",
                file + " cannot be used, so everything is kept in " + fallback,
                "Make its directory writable and move the file there, or leave it as it is");
    }

    private Database open(List<CapabilityNotice> relocation) throws IOException {
        Path file = options.file();
        Place.prepare(file, options.readOnly());
        FileHeader.check(file);
        List<CapabilityNotice> notices = new ArrayList<>(relocation);
        if (options.readOnly()) {
            notices.add(new CapabilityNotice(
                    "read-only", file + " is open to be read only", "Open it without readOnly() to write"));
        }
        long deadline = System.nanoTime() + options.busyTimeout().toNanos();
        for (int tries = 0; ; tries++) {
            try {
                return connect(notices);
            } catch (SQLException e) {
                // Changing to the write-ahead log does not ask the busy handler.
                boolean again = Failures.isBusy(e) && System.nanoTime() < deadline && Patience.pause(tries);
                if (!again) {
                    throw Failures.of(e, file);
                }
            }
        }
    }

    private Database connect(List<CapabilityNotice> notices) throws SQLException {
        Session first = session();
        @Nullable Session second = null;
        try {
            requireVersion(first.text("SELECT sqlite_version()"));
            Schema.ensure(first, options.file(), options.readOnly());
            FileIdentity identity =
                    new FileIdentity(options.file(), options.durability().trustNanos());
            if (options.readOnly()) {
                return Database.of(options, notices, null, first, readers(identity), identity);
            }
            tuneWriter(first);
            second = reader();
            SideCheckpoint side = new SideCheckpoint(() -> another(identity, this::writer));
            Writer writer = new Writer(first, side, options.file(), identity, options.durability());
            return Database.of(options, notices, writer, second, readers(identity), identity);
        } catch (SQLException | RuntimeException e) {
            if (second != null) {
                closeAfter(e, second);
            }
            closeAfter(e, first);
            throw e;
        }
    }

    private Readers readers(FileIdentity identity) {
        return new Readers(options.file(), () -> another(identity, this::reader));
    }

    /** One more connection to the same files; by their names, others could be meant, or none and new ones made. */
    private static Session another(FileIdentity identity, Readers.SessionSource source) throws SQLException {
        identity.requireNow();
        Session session = source.open();
        try {
            identity.requireNow();
            return session;
        } catch (RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    private Session session() throws SQLException {
        Session session = Session.open(options.file(), options.readOnly(), options.busyTimeout());
        try {
            for (String pragma :
                    List.of("trusted_schema = OFF", "cell_size_check = ON", "mmap_size = 0", "foreign_keys = OFF")) {
                session.pragma(pragma);
            }
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    private Session reader() throws SQLException {
        Session session = session();
        try {
            session.pragma("query_only = ON");
            session.pragma("cache_size = -" + READER_CACHE_KIB);
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    private Session writer() throws SQLException {
        Session session = session();
        try {
            tuneWriter(session);
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    private void tuneWriter(Session session) throws SQLException {
        session.pragma("synchronous = " + options.durability().pragma());
        // Matters on macOS only, where an ordinary flush stops at the disk's cache.
        session.pragma("fullfsync = " + (options.durability() == Durability.FULL ? "ON" : "OFF"));
        session.pragma("wal_autocheckpoint = 0");
        session.pragma("journal_size_limit = " + JOURNAL_BYTES);
        session.pragma("cache_size = -" + WRITER_CACHE_KIB);
        if (options.maxPages() > 0) {
            session.pragma("max_page_count = " + options.maxPages());
        }
    }

    /** Earlier versions can lose commits when a log is reset while another process writes. */
    private static void requireVersion(@Nullable String version) {
        if (version == null || Version.parse(version).compareTo(LEAST_VERSION) < 0) {
            throw new StorageException(
                    Kind.UNSUPPORTED,
                    "SQLite " + version + " has a fault that can lose commits; " + LEAST_VERSION + " does not",
                    "Use a later sqlite-jdbc");
        }
    }

    private static void closeAfter(Exception cause, Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
