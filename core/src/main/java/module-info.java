/** The library: model, merge, store. */
module dev.weftwork.core {
    requires static transitive org.jspecify;
    requires org.apache.commons.compress;
    requires org.slf4j;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.weftwork.archive;
    exports dev.weftwork.asset;
    exports dev.weftwork.change;
    exports dev.weftwork.format;
    exports dev.weftwork.graph;
    exports dev.weftwork.memory;
    exports dev.weftwork.metrics;
    exports dev.weftwork.oplog;
    exports dev.weftwork.schedule;
    exports dev.weftwork.schema;
    exports dev.weftwork.secret;
    exports dev.weftwork.spi;
    exports dev.weftwork.store;
    exports dev.weftwork.store.history;
    exports dev.weftwork.sync;
    exports dev.weftwork.version;
    exports dev.weftwork.wire;
}
