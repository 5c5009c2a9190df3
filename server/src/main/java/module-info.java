/** The sync server. */
module dev.weftwork.server {
    requires transitive dev.weftwork.core;
    requires com.nimbusds.jose.jwt;
    requires java.net.http;
    requires java.sql;
    requires org.eclipse.jetty.http;
    requires org.eclipse.jetty.io;
    requires org.eclipse.jetty.server;
    requires org.eclipse.jetty.util;
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;

    exports dev.weftwork.server;
}
