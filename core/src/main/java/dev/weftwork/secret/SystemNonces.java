package dev.weftwork.secret;

import java.security.SecureRandom;

/** The system's secure random numbers: the one place here that reads them. */
final class SystemNonces {
    static final Nonces INSTANCE = new SecureRandom()::nextBytes;

    private SystemNonces() {}
}
