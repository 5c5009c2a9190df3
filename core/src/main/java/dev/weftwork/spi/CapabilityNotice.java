package dev.weftwork.spi;

/**
 * Something that a storage cannot do here, with what can be done about it.
 *
 * @param code for programs, such as {@code read-only} or {@code relocated}
 * @param message what is the case
 * @param remedy what a person can do
 */
public record CapabilityNotice(String code, String message, String remedy) {}
