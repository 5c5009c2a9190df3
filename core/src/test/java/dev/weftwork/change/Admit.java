package dev.weftwork.change;

/** How an authority decides: {@link Admission#decide}, or a broken form of it. */
interface Admit {
    Admission.Decision decide(Op op, Ledger ledger, long nowMillis);
}
