package dev.weftwork.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds references within values. */
final class AssetRefScan {
    private AssetRefScan() {}

    static List<AssetRef> in(Json value) {
        List<AssetRef> found = new ArrayList<>();
        collect(value, found);
        return Collections.unmodifiableList(found);
    }

    private static void collect(Json value, List<AssetRef> found) {
        if (!mayHoldOne(value)) {
            return;
        }
        Optional<AssetRef> ref = AssetRef.read(value);
        if (ref.isPresent()) {
            found.add(ref.get());
        } else if (value.kind() == Json.Kind.OBJECT) {
            value.members().forEach(member -> collect(member.value(), found));
        } else {
            value.elements().forEach(element -> collect(element, found));
        }
    }

    static Json replace(Json value, UnaryOperator<AssetRef> change) {
        if (!mayHoldOne(value)) {
            return value;
        }
        Optional<AssetRef> ref = AssetRef.read(value);
        if (ref.isPresent()) {
            AssetRef other = change.apply(ref.get());
            return other.equals(ref.get()) ? value : other.toJson();
        }
        return value.kind() == Json.Kind.OBJECT ? replaceMembers(value, change) : replaceElements(value, change);
    }

    private static Json replaceMembers(Json object, UnaryOperator<AssetRef> change) {
        Json replaced = object;
        for (Json.Member member : object.toMap().entrySet().stream()
                .map(entry -> new Json.Member(entry.getKey(), entry.getValue()))
                .toList()) {
            Json other = replace(member.value(), change);
            replaced = other.equals(member.value()) ? replaced : replaced.with(member.key(), other);
        }
        return replaced;
    }

    private static Json replaceElements(Json array, UnaryOperator<AssetRef> change) {
        List<Json> elements = array.elements();
        List<Json> others =
                elements.stream().map(element -> replace(element, change)).toList();
        return others.equals(elements) ? array : Json.array(others);
    }

    /** Most values are scalars or hold no such key; they are passed by without a look at their members. */
    private static boolean mayHoldOne(Json value) {
        String text = value.text();
        boolean container = text.charAt(0) == '{' || text.charAt(0) == '[';
        return container && (text.contains("\"kind\"") || text.contains("\\u"));
    }
}
