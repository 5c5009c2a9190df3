package dev.weftwork.spi;

import java.util.List;

/**
 * What became of a push.
 *
 * @param answers one for each operation, in the order of the request
 */
public record PushAnswer(List<OpAnswer> answers) {
    /**
     * Copies the list.
     *
     * @param answers one for each operation
     */
    public PushAnswer {
        answers = List.copyOf(answers);
    }
}
