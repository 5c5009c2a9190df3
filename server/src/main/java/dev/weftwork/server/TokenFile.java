package dev.weftwork.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/** Static tokens in files. */
final class TokenFile {
    private TokenFile() {}

    /** Reads lines of {@code token principal workspace role}; empty lines and those that begin with # are left out. */
    static StaticTokens read(Path file) throws IOException {
        StaticTokens tokens = new StaticTokens();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(tokens, line.strip().split("\\s+", -1), file + ", line " + number);
            }
        }
        return tokens;
    }

    private static void add(StaticTokens tokens, String[] parts, String where) {
        if (parts.length != 4) {
            throw new IllegalArgumentException(where + ": expected 'token principal workspace role'");
        }
        try {
            Role role = Role.valueOf(parts[3].toUpperCase(Locale.ROOT));
            tokens.add(parts[0], Principal.of(parts[1], parts[2], role));
        } catch (IllegalArgumentException e) {
            // the message must not show the line, which holds a token
            throw new IllegalArgumentException(
                    where + ": the token needs 16 characters, and the role is viewer, editor or admin");
        }
    }

    /** The one token of a server that nobody configured; made at the first start. */
    static String own(Path directory) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("token");
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        boolean posix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, token + "\n");
        return token;
    }
}
