package dev.weftwork.sqlite;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Asks SQLite whether a file is whole. */
final class Check {
    private Check() {}

    /** What is wrong, a sentence each; empty if nothing is. */
    static List<String> run(Session session) throws SQLException {
        List<String> findings = new ArrayList<>();
        try (ResultSet result = session.statement("PRAGMA quick_check").executeQuery()) {
            while (result.next()) {
                if (!result.getString(1).equals("ok")) {
                    findings.add(result.getString(1));
                }
            }
        } catch (SQLException e) {
            session.forgetStatements(e);
            if (!Failures.isDamage(e)) {
                throw e;
            }
            findings.add(String.valueOf(e.getMessage()));
        }
        return findings;
    }
}
