package dev.weftwork.http;

import java.util.List;
import java.util.Locale;

/** The hosts that may be fetched from: {@code media.example.com}, {@code *.example.com}, {@code localhost:8080}. */
final class AllowedHosts {
    private static final String ANY_BELOW = "*.";

    private final List<String> entries;

    AllowedHosts(List<String> entries) {
        this.entries =
                entries.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
        for (String entry : this.entries) {
            String name = entry.startsWith(ANY_BELOW) ? entry.substring(2) : entry;
            if (name.isEmpty() || name.indexOf('*') >= 0 || name.indexOf('/') >= 0) {
                throw new IllegalArgumentException("'" + entry + "' names no host; write media.example.com,"
                        + " *.example.com for all below it, or example.com:8443 for a port");
            }
        }
    }

    boolean contain(String host, int port, boolean usualPort) {
        String name = host.toLowerCase(Locale.ROOT);
        return entries.stream().anyMatch(entry -> {
            int colon = entry.lastIndexOf(':');
            boolean ported = colon > entry.lastIndexOf(']');
            boolean portFits = ported ? entry.substring(colon + 1).equals(Integer.toString(port)) : usualPort;
            return portFits && fits(ported ? entry.substring(0, colon) : entry, name);
        });
    }

    private static boolean fits(String entry, String name) {
        return entry.startsWith(ANY_BELOW) ? name.endsWith(entry.substring(1)) : name.equals(entry);
    }
}
