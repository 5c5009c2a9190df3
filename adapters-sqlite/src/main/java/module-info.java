/** Local storage on one SQLite file. */
module dev.weftwork.sqlite {
    requires transitive dev.weftwork.core;
    requires java.sql;
    requires static transitive org.jspecify;
    requires org.xerial.sqlitejdbc;

    exports dev.weftwork.sqlite;
}
