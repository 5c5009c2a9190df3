package dev.weftwork.change;

import java.util.List;

/**
 * What an authority keeps of an entity that it removed for good: enough to tell who knows of its end, and to begin it
 * anew without anything of its former life coming back on replicas that still hold its registers.
 *
 * @param seq who has seen this number of the authority's order has seen the end
 * @param eff no stamp of the former life is above this
 * @param fields the registers that it had
 */
public record Grave(long seq, long eff, List<String> fields) {
    /** Nobody can write here again: nothing is known of what replicas still hold, as of a workflow that went whole. */
    public static final Grave SEALED = new Grave(Long.MAX_VALUE, Long.MAX_VALUE, List.of());

    /**
     * Copies the list.
     *
     * @param seq where its end is seen
     * @param eff the greatest of its stamps
     * @param fields its registers
     */
    public Grave {
        fields = List.copyOf(fields);
    }

    /**
     * What stays of an entity.
     *
     * @param entity the entity, dead
     * @param seq the number up to which everybody who still goes on from where they were has seen
     * @return its grave
     */
    public static Grave of(Entity entity, long seq) {
        Registers registers = entity.registers();
        Stamp newest = registers.newest();
        return new Grave(seq, newest == null ? 0 : newest.eff(), List.of(registers.fields));
    }
}
