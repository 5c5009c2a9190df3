package dev.weftwork.secret;

import dev.weftwork.change.EntityKey;

/**
 * One field of one entity.
 *
 * @param key the entity
 * @param field the register
 */
public record SecretPlace(EntityKey key, String field) {
    @Override
    public String toString() {
        return "'" + field + "' of " + key;
    }
}
