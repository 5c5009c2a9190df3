package dev.weftwork.testkit;

/** Throws what the compiler would not let pass. */
final class Sneaky {
    private Sneaky() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // nothing is cast at run time
    static <X extends Throwable> RuntimeException raise(Throwable throwable) throws X {
        throw (X) throwable;
    }
}
