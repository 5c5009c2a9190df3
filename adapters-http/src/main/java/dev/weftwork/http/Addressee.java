package dev.weftwork.http;

import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteFailure.Kind;
import dev.weftwork.spi.RemotePlace;
import dev.weftwork.wire.PlaceFields;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whom a request is meant for: the server is told, and its answer is looked at, since an old server, or one in its place,
 * may not know what it was told.
 *
 * @param place the place, or null for whatever answers
 * @param named whether the server is one that says in its answers who it is
 */
record Addressee(@Nullable RemotePlace place, boolean named) {
    private static final RemoteFailure NAMELESS = new RemoteFailure(
            Kind.UNAVAILABLE,
            "nameless",
            "The answer does not say whose it is, as those before it did; ask who is there");

    HttpRequest.Builder on(HttpRequest.Builder request) {
        if (place != null) {
            PlaceFields.of(place).forEach(request::setHeader);
        }
        return request;
    }

    /** Why an answer is of no use, or null. */
    @SuppressWarnings("NullAway") // on JDK 17 it does not see in core's class file that a field may be missing
    @Nullable RemoteFailure refusal(HttpHeaders answer) {
        if (place == null) {
            return null;
        }
        RemotePlace found = PlaceFields.read(name -> answer.firstValue(name).orElse(null));
        if (found != null) {
            return place.refusal(found);
        }
        // what a cache may keep says nothing of it, and goes by what it holds
        boolean tells = answer.firstValue("Cache-Control").orElse("").contains("no-store");
        return named && tells ? NAMELESS : null;
    }

    /** Why a server refused: that it is another says the head alone, too. */
    @SuppressWarnings("NullAway") // as above
    RemoteFailure refusal(HttpHeaders answer, RemoteFailure otherwise) {
        if (place == null) {
            return otherwise;
        }
        RemotePlace found = PlaceFields.read(name -> answer.firstValue(name).orElse(null), place);
        RemoteFailure elsewhere = place.refusal(found);
        return elsewhere == null ? otherwise : elsewhere;
    }
}
