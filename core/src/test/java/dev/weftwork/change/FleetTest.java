package dev.weftwork.change;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;

/** Devices with wrong clocks on a bad network, and the authority that admits what they made. */
@Domain(Given.class)
final class FleetTest {
    @Property
    void everyDeviceEndsWithTheAuthoritysState(@ForAll Script script) {
        FleetLaws.everyDeviceEndsWithTheAuthoritysState(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void anHonestDeviceIsNeverRefused(@ForAll Script script) {
        FleetLaws.nothingIsRefused(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void overwritingAValueThatOneSawWins(@ForAll Script script) {
        FleetLaws.overwritingWhatOneSawWins(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void aDevicesLaterWriteBeatsItsEarlierOneUnderAnyRetryOrder(@ForAll Script script) {
        FleetLaws.laterEditsOfADeviceWin(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void noDeviceEverShowsAnOlderEditOfItsOwn(@ForAll Script script) {
        FleetLaws.noDeviceEverShowsAnOlderEditOfItsOwn(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void noStampIsAheadOfTheAuthoritysClock(@ForAll Script script) {
        FleetLaws.noStampIsInTheFuture(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void askingAgainGivesTheSameVerdictAndNumber(@ForAll Script script) {
        FleetLaws.askingAgainGivesTheSameAnswer(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void undoNeverChangesWhatAnotherDeviceWroteLater(@ForAll Script script) {
        FleetLaws.undoLeavesTheWorkOfOthersAlone(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void everyValueThatLostToAConcurrentWriteIsWrittenDown(@ForAll Script script) {
        FleetLaws.everyValueThatLostIsWrittenDown(Fleet.run(script, Fleet.Rules.REAL));
    }

    @Property
    void copiesOfADeviceNeverShareANumberAndTheirStampsRise(@ForAll ForkLaws.Claims claims) {
        ForkLaws.copiesNeverShareANumberAndTheirStampsRise(Admission::decide, claims);
    }
}
