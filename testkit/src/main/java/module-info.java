/** Contract suites for adapter authors. */
module dev.weftwork.testkit {
    requires transitive dev.weftwork.core;
    requires org.assertj.core;
    requires static transitive org.jspecify;
    requires transitive org.junit.jupiter.api;

    exports dev.weftwork.testkit;
    exports dev.weftwork.testkit.simulator;
}
