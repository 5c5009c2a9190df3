package dev.weftwork.asset;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Media types by the bytes with which files of that type begin. */
final class Magic {
    private static final String UNKNOWN = "application/octet-stream";

    private Magic() {}

    static String mimeOf(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 16), StandardCharsets.ISO_8859_1);
        for (Map.Entry<String, String> known : beginnings().entrySet()) {
            if (head.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        if (head.length() > 11 && head.startsWith("RIFF")) {
            return head.startsWith("WEBP", 8) ? "image/webp" : head.startsWith("WAVE", 8) ? "audio/wav" : UNKNOWN;
        }
        return head.startsWith("ftyp", 4) ? "video/mp4" : UNKNOWN;
    }

    private static Map<String, String> beginnings() {
        Map<String, String> known = new LinkedHashMap<>();
        known.put("\u0089PNG\r\n", "image/png");
        known.put("\u00ff\u00d8\u00ff", "image/jpeg");
        known.put("GIF8", "image/gif");
        known.put("%PDF-", "application/pdf");
        known.put("PK\u0003\u0004", "application/zip");
        known.put("ID3", "audio/mpeg");
        known.put("OggS", "audio/ogg");
        known.put("\u001aE\u00df\u00a3", "video/webm");
        return known;
    }
}
