package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is small does not count, whatever others hold. */
final class PermitTest {
    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void whoHoldsAllThereIsMayGrowButNotWithoutEnd() {
        ByteBudget bounded = new ByteBudget(100, 200);
        Permit alone = new Permit(bounded, 0, "Others");
        for (int i = 0; i < 20; i++) {
            alone.take(10);
        }

        assertThatThrownBy(() -> alone.take(1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.reply().status()).isEqualTo(507));
        assertThatThrownBy(() -> new Permit(bounded, 0, "Others").take(1))
                .as("beside it")
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.reply().status()).isEqualTo(503));
        alone.giveBack();
        assertThat(bounded.taken()).isZero();
    }

    @Test
    void whatIsSmallGoesBesideWhatIsLargerThanAllThereIs() {
        new Permit(budget, 10, "Others").take(500);

        assertThatCode(() -> new Permit(budget, 10, "Others").take(10)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Permit(budget, 10, "Others").take(11)).isInstanceOf(ProblemException.class);
    }
}
