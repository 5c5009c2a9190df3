package dev.weftwork.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that never change, for development and for machines that trust each other. Only their SHA-256 is kept, and it is
 * what they are looked up by, so that the time of an answer tells nothing about a token.
 */
public final class StaticTokens implements Authenticator {
    private final Map<String, Principal> byHash = new ConcurrentHashMap<>();

    /** No token is valid yet. */
    public StaticTokens() {}

    /**
     * Makes a token valid.
     *
     * @param token the token, of at least sixteen characters
     * @param principal who it belongs to
     * @return this
     * @throws IllegalArgumentException if the token is so short that it could be guessed
     */
    public StaticTokens add(String token, Principal principal) {
        if (token.length() < 16) {
            throw new IllegalArgumentException("A token needs at least 16 characters; take 32 random ones");
        }
        byHash.put(hash(token), principal);
        return this;
    }

    /**
     * Makes a token invalid. Requests with it are refused at once, and live channels end within the minute.
     *
     * @param token the token
     * @return this
     */
    public StaticTokens remove(String token) {
        byHash.remove(hash(token));
        return this;
    }

    @Override
    public @Nullable Principal authenticate(String token) {
        return byHash.get(hash(token));
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
