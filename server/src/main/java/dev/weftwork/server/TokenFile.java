package dev.weftwork.server;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Static tokens in a file, which is read again when it has changed. */
final class TokenFile implements Authenticator {
    private static final Logger LOG = LoggerFactory.getLogger("dev.weftwork.server");

    private final Path file;
    private Version version;
    private StaticTokens tokens;

    /** By what a change of the file is noticed. */
    private record Version(FileTime modified, long size) {
        static Version of(Path file) throws IOException {
            return new Version(Files.getLastModifiedTime(file), Files.size(file));
        }
    }

    private TokenFile(Path file) throws IOException {
        this.file = file;
        this.version = Version.of(file);
        this.tokens = read(file);
    }

    static TokenFile at(Path file) throws IOException {
        return new TokenFile(file);
    }

    @Override
    public @Nullable Principal authenticate(String token) {
        return current().authenticate(token);
    }

    /** What the file says now; while it cannot be read, what it said before. */
    private synchronized StaticTokens current() {
        try {
            Version now = Version.of(file);
            if (!now.equals(version)) {
                // first, so that a file that makes no sense is complained of once
                version = now;
                tokens = read(file);
                LOG.atInfo().log("The tokens were read again");
            }
        } catch (IOException | IllegalArgumentException e) {
            LOG.atWarn().log("The tokens cannot be read again, so those from before count: {}", e.getMessage());
        }
        return tokens;
    }

    /** Reads lines of {@code token principal workspace role}; empty lines and those that begin with # are left out. */
    private static StaticTokens read(Path file) throws IOException {
        StaticTokens tokens = new StaticTokens();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank() && !line.startsWith("#")) {
                add(tokens, line.strip().split("\\s+", -1), file + ", line " + number);
            }
        }
        return tokens;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is no text in UTF-8", e);
        }
    }

    private static void add(StaticTokens tokens, String[] parts, String where) {
        if (parts.length != 4) {
            throw new IllegalArgumentException(where + ": expected 'token principal workspace role'");
        }
        Principal known = tokens.authenticate(parts[0]);
        if (known != null && (!known.id().equals(parts[1]) || known.role(parts[2]) != null)) {
            throw new IllegalArgumentException(where
                    + ": the token stands further up already; again it may only stand for the same principal in another"
                    + " workspace");
        }
        try {
            Role role = Role.valueOf(parts[3].toUpperCase(Locale.ROOT));
            Principal principal = Principal.of(parts[1], parts[2], role);
            tokens.add(parts[0], known == null ? principal : alsoIn(principal, known));
        } catch (IllegalArgumentException e) {
            // the message must not show the line, which holds a token
            throw new IllegalArgumentException(
                    where + ": the token needs 16 characters, and the role is viewer, editor or admin");
        }
    }

    private static Principal alsoIn(Principal there, Principal known) {
        Map<String, Role> roles = new HashMap<>(known.roles());
        roles.putAll(there.roles());
        return new Principal(known.id(), known.home(), roles);
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
