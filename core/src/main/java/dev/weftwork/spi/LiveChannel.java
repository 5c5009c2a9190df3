package dev.weftwork.spi;

/** An open live channel. Any thread may close it. */
public interface LiveChannel extends AutoCloseable {
    /** Closes the channel. The listener hears nothing after this call but what was already on its way. */
    @Override
    void close();
}
