package dev.weftwork.testkit.simulator;

import java.time.Duration;

/**
 * What goes wrong in a run, and how often. It is drawn first, so that runs differ in kind: in some the network is bad, in
 * others devices die, and in a few everything happens.
 *
 * @param devices how many devices there are
 * @param betweenEdits how long each rests between two edits, on average
 * @param delay how long a message takes at most
 * @param lostRequests how many requests are lost, from zero to one
 * @param lostAnswers how many answers are lost after the server acted
 * @param doubled how many requests arrive twice
 * @param refused how many requests are answered with a busy server
 * @param liveCuts how many messages of a live channel end it
 * @param offline how often a device loses the network for a while, in times an hour
 * @param deaths how often a device dies at a commit, in times an hour
 * @param serverDeaths how often the server dies at a commit, in times an hour
 * @param fullDisks how often a device's disk is full for a while, in times an hour
 * @param skew how far clocks are off at most
 * @param jumps how often a clock jumps, in times an hour
 * @param clones how often a device's file is copied and used by another, in times an hour
 * @param rollbacks how often a device's file is put back to an earlier state, in times an hour
 * @param compactions how often the server forgets what is older than a few minutes, in times an hour
 * @param restores how often the server is put back to an earlier state, in times an hour
 * @param refusals how many operations the server refuses for good
 * @param cut how many bodies, either way, end too early; below zero if messages travel as objects and never as text
 * @param shared how many devices have two processes on one file
 * @param updates how often a device changes to a newer version, with another schema, in times an hour
 * @param serverJumps how often the server's clock jumps, in times an hour
 * @param strategies whether devices answer conflicts by strategies of their own
 * @param tooLarge how many messages of a live channel hold too much for it and tell only that there is more
 * @param powerCuts how often a device loses power, and with it what it wrote lightly, in times an hour
 */
public record FaultProfile(
        int devices,
        Duration betweenEdits,
        Duration delay,
        double lostRequests,
        double lostAnswers,
        double doubled,
        double refused,
        double liveCuts,
        double offline,
        double deaths,
        double serverDeaths,
        double fullDisks,
        Duration skew,
        double jumps,
        double clones,
        double rollbacks,
        double compactions,
        double restores,
        double refusals,
        double cut,
        double shared,
        double updates,
        double serverJumps,
        boolean strategies,
        double tooLarge,
        double powerCuts) {
    /** Nothing goes wrong. */
    public static final FaultProfile CALM = new FaultProfile(
            2,
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            Duration.ZERO,
            0,
            0,
            0,
            0,
            0,
            0,
            -1,
            0,
            0,
            0,
            false,
            0,
            0);

    /**
     * Draws one.
     *
     * @param chance decides
     * @param added decides about what was added later, so that what a seed meant before it still means
     */
    static FaultProfile draw(Chance chance, Chance added) {
        boolean badNetwork = chance.happens(0.6);
        boolean mortal = chance.happens(0.5);
        boolean rollback = chance.happens(0.2);
        return new FaultProfile(
                2 + chance.below(3),
                Duration.ofSeconds(5 + chance.below(40)),
                Duration.ofMillis(10 + chance.below(badNetwork ? 20_000 : 200)),
                badNetwork ? chance.share() * 0.3 : 0,
                badNetwork ? chance.share() * 0.3 : 0,
                badNetwork ? chance.share() * 0.3 : 0,
                badNetwork ? chance.share() * 0.2 : 0,
                chance.happens(0.5) ? chance.share() * 0.3 : 0,
                chance.happens(0.5) ? 1 + chance.below(6) : 0,
                mortal ? 1 + chance.below(20) : 0,
                mortal ? chance.below(10) : 0,
                chance.happens(0.2) ? 1 + chance.below(6) : 0,
                chance.happens(0.5) ? Duration.ofSeconds(1L << chance.below(26)) : Duration.ZERO,
                chance.happens(0.3) ? 1 + chance.below(6) : 0,
                chance.happens(0.2) ? 1 + chance.below(2) : 0,
                rollback ? 1 + chance.below(3) : 0,
                chance.happens(0.3) ? 1 + chance.below(6) : 0,
                !rollback && chance.happens(0.2) ? 1 + chance.below(2) : 0,
                chance.happens(0.2) ? chance.share() * 0.1 : 0,
                chance.happens(0.3) ? chance.share() * 0.2 : -1,
                chance.happens(0.08) ? 0.5 : 0,
                chance.happens(0.2) ? 1 + chance.below(2) : 0,
                chance.happens(0.2) ? 1 + chance.below(4) : 0,
                chance.happens(0.3),
                added.happens(0.3) ? added.share() * 0.5 : 0,
                added.happens(0.2) ? 1 + added.below(12) : 0);
    }
}
