package dev.weftwork.spi;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Fetches what an address on the web holds, when somebody asked for it. The addresses come from strangers: an
 * implementation goes only where its owner allowed it, and never into the network that it stands in.
 *
 * <p>Any thread may call.
 */
public interface UrlFetcher {
    /**
     * Fetches content.
     *
     * @param address where it is
     * @param receiver takes it
     * @param <T> what comes of it
     * @return what the receiver gave
     * @throws FetchRefusedException if the address, or one that it leads to, is not allowed
     * @throws IOException if the content cannot be had now, or the receiver gives up
     */
    <T> T fetch(URI address, Receiver<T> receiver) throws IOException;

    /**
     * Takes content.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Receiver<T> {
        /**
         * Takes content.
         *
         * @param mime the media type that the server names, or null
         * @param body the bytes; valid until this method returns
         * @return what came of it
         * @throws IOException to give up
         */
        T receive(@Nullable String mime, InputStream body) throws IOException;
    }
}
