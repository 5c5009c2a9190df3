package dev.weftwork.http;

import dev.weftwork.spi.RemoteReply;
import dev.weftwork.spi.RemoteTime;
import dev.weftwork.spi.SnapshotPage;
import dev.weftwork.wire.SnapshotLines;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** An answer's body, as it came; two are never compared. */
@SuppressWarnings("ArrayRecordComponent")
record Body(HttpHeaders headers, byte[] bytes) {
    private static final int MOST_BYTES = 256 << 20;

    String text() {
        return new String(packed() ? unpacked() : bytes, StandardCharsets.UTF_8);
    }

    /** A part of a snapshot is named by what it holds; only a proxy that unpacked it makes that impossible to check. */
    RemoteReply.Ok<SnapshotPage> part(String id) {
        if (packed() && !sha256().equals(id)) {
            throw new UncheckedIOException(new IOException("A part of the snapshot did not arrive as it was sent"));
        }
        long millis = headers.firstValueAsLong("Weftwork-Now").orElse(0);
        long hlc = headers.firstValueAsLong("Weftwork-Hlc").orElse(0);
        return new RemoteReply.Ok<>(SnapshotLines.read(text()), new RemoteTime(millis, hlc));
    }

    private boolean packed() {
        return headers.firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    }

    private byte[] unpacked() {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(MOST_BYTES + 1);
            if (plain.length > MOST_BYTES) {
                throw new IOException("The answer unpacks to more than " + MOST_BYTES + " bytes");
            }
            return plain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
