package dev.weftwork.server.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The little of XML that a bucket's answers need: the text of elements that hold nothing but text. */
final class Xml {
    private Xml() {}

    static List<String> all(String element, String document) {
        Matcher found = Pattern.compile("<" + element + "(?:\\s[^>]*)?>([^<]*)</" + element + ">")
                .matcher(document);
        List<String> texts = new ArrayList<>();
        while (found.find()) {
            texts.add(found.group(1)
                    .replace("&quot;", "\"")
                    .replace("&#34;", "\"")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&apos;", "'")
                    .replace("&amp;", "&"));
        }
        return texts;
    }

    static String first(String element, String document, String otherwise) {
        List<String> all = all(element, document);
        return all.isEmpty() ? otherwise : all.get(0);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
