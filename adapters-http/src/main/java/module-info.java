/** The remote over HTTP. */
module dev.weftwork.http {
    requires transitive dev.weftwork.core;
    requires transitive java.net.http;
    requires static transitive org.jspecify;

    exports dev.weftwork.http;
}
