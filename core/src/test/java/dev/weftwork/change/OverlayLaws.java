package dev.weftwork.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** What has to hold of an overlay after every move. */
final class OverlayLaws {
    private OverlayLaws() {}

    static void viewIsBaseAndWhatWaits(Layers.Maker maker, Moves moves) {
        GraphState empty = GraphState.empty(World.WORKFLOW);
        Layers layers = maker.on(empty);
        Layers paper = new NaiveLayers(empty);
        Moves.Player real = moves.new Player(layers, Set.of());
        Moves.Player model = moves.new Player(paper, Set.of());
        for (Moves.Move move : moves.moves()) {
            real.make(move);
            model.make(move);

            assertThat(layers.operations()).isEqualTo(paper.operations());
            assertThat(StateText.of(layers.base())).isEqualTo(StateText.of(paper.base()));
            assertThat(StateText.of(layers.view())).as("after %s", move).isEqualTo(StateText.of(paper.view()));
        }
    }

    static void withdrawnIsNeverMade(Layers.Maker maker, Moves moves) {
        Layers layers = maker.on(GraphState.empty(World.WORKFLOW));
        moves.moves().forEach(moves.new Player(layers, Set.of())::make);
        Set<OpId> withdrawn = Moves.some(layers);
        layers.withdraw(withdrawn);
        Layers without = maker.on(GraphState.empty(World.WORKFLOW));
        moves.moves().forEach(moves.new Player(without, withdrawn)::make);

        assertThat(layers.operations()).isEqualTo(without.operations());
        assertThat(StateText.of(layers.view())).isEqualTo(StateText.of(without.view()));
    }
}
