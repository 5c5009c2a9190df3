package dev.weftwork.sync;

import dev.weftwork.spi.RemoteAssets;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.sync.AssetFailure.Reason;
import java.util.Set;

/** What a failed call means for an asset. */
final class HaulFailures {
    private static final String QUOTA = "storage-quota";
    private static final Set<String> PLACES = Set.of(RemoteAssets.SOURCE, RemoteAssets.SINK);

    private HaulFailures() {}

    static AssetFailure of(Haul haul, RemoteFailure failure) {
        return new AssetFailure(haul.hash(), haul.way(), reason(failure), String.valueOf(failure.message()));
    }

    static Reason reason(RemoteFailure failure) {
        if (PLACES.contains(failure.code())) {
            return Reason.PLACE;
        }
        if (failure.code().equals(RemoteAssets.WRONG_HASH)) {
            return Reason.CORRUPT;
        }
        if (failure.code().equals(RemoteAssets.ABSENT)) {
            return Reason.ABSENT;
        }
        return switch (failure.kind()) {
            case UNAVAILABLE -> failure.code().equals(QUOTA) ? Reason.QUOTA : Reason.UNREACHABLE;
            case UNAUTHORIZED, OTHER_PLACE -> Reason.UNAUTHORIZED;
            case FORBIDDEN -> Reason.FORBIDDEN;
            case TOO_LARGE -> Reason.TOO_LARGE;
            default -> Reason.REFUSED;
        };
    }
}
