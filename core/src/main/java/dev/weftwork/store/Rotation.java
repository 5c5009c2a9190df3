package dev.weftwork.store;

/**
 * What came of encrypting secret values anew.
 *
 * @param keyId the key that they are encrypted with from now on
 * @param renewed how many values were encrypted anew
 * @param left how many stayed as they were, because they cannot be opened or somebody wrote them meanwhile
 */
public record Rotation(String keyId, int renewed, int left) {}
