package dev.weftwork.server.http;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What is small does not count, whatever others hold. */
final class PermitTest {
    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void whatIsSmallGoesBesideWhatIsLargerThanAllThereIs() {
        new Permit(budget, 10, "Others").take(500);

        assertThatCode(() -> new Permit(budget, 10, "Others").take(10)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new Permit(budget, 10, "Others").take(11)).isInstanceOf(ProblemException.class);
    }
}
