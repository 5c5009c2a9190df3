package dev.weftwork.server;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the command line and the environment ask for; the command line wins. */
final class Arguments {
    static final String HELP = """
            Usage: java -jar weftwork-server.jar [options]

              --directory DIR           where all data is kept (default: weftwork-data)
              --host ADDRESS            the address to listen on (default: 127.0.0.1)
              --port NUMBER             the port to listen on (default: 8787)
              --tokens FILE             who may come in: lines of 'token principal workspace role',
                                        where role is viewer, editor or admin
              --jwks URL                take JSON Web Tokens that are signed with a key listed there;
                                        needs --issuer and --audience
              --issuer TEXT             who must have issued such a token
              --audience TEXT           whom it must be meant for
              --retention-days NUMBER   how long history is kept (default: 90)
              --asset-grace-days NUMBER how long a binary is kept to which no living graph refers
                                        (default: as --retention-days)
              --requests-per-second N   how many requests one principal may make (default: 100)
              --storage-megabytes N     how much one workspace may hold (default: 8192)
              --channels NUMBER         how many live channels one principal may have (default: 100)
              --waiting NUMBER          how many pulls of one principal may wait (default: 100)
              --slow-millis NUMBER      requests that take longer are logged and counted (default: 1000)
              --secret-fields NAMES     which fields have to be encrypted when they come in, such as
                                        config.apiKey,config.token@http
              --bucket-endpoint URL     keep binaries in a bucket there, such as https://s3.eu-central-1.amazonaws.com;
                                        needs --bucket, and the keys in the environment, in
                                        WEFTWORK_BUCKET_ACCESS_KEY and WEFTWORK_BUCKET_SECRET_KEY
              --bucket NAME             the bucket, which has to be there already
              --bucket-region NAME      its region (default: us-east-1)
              --restored                the data was restored from a backup: refuse all cursors from before
              --help                    this text

            Each option with a value can also be given in the environment: --retention-days as WEFTWORK_RETENTION_DAYS.
            Without --tokens and --jwks one token is made, kept in DIR/token, and the server listens on this
            machine only. Put a proxy that speaks TLS before the server if others are to reach it.
            """;

    private static final List<String> NAMES = List.of(
            "directory",
            "host",
            "port",
            "tokens",
            "jwks",
            "issuer",
            "audience",
            "retention-days",
            "asset-grace-days",
            "requests-per-second",
            "storage-megabytes",
            "channels",
            "waiting",
            "slow-millis",
            "bucket-endpoint",
            "bucket",
            "bucket-region",
            "secret-fields");
    private static final List<String> FLAGS = List.of("restored", "help");

    private final Map<String, String> values = new HashMap<>();

    Arguments(List<String> line, Map<String, String> environment) {
        for (String name : NAMES) {
            String value =
                    environment.get("WEFTWORK_" + name.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (value != null) {
                values.put(name, value);
            }
        }
        for (int i = 0; i < line.size(); i++) {
            String name = name(line.get(i));
            if (FLAGS.contains(name)) {
                values.put(name, "true");
            } else if (i + 1 < line.size()) {
                values.put(name, line.get(++i));
            } else {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
        }
    }

    private static String name(String argument) {
        String name = argument.startsWith("--") ? argument.substring(2) : "";
        if (!NAMES.contains(name) && !FLAGS.contains(name)) {
            throw new IllegalArgumentException("'" + argument + "' is no option; --help lists them");
        }
        return name;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable String value(String name) {
        return values.get(name);
    }

    String value(String name, String usual) {
        return values.getOrDefault(name, usual);
    }

    String required(String name, String why) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is missing: " + why);
        }
        return value;
    }

    /** An option that would do nothing is a mistake, and perhaps one that leaves a door open. */
    void refuseAlone(String name, String without) {
        if (has(name) && !has(without)) {
            throw new IllegalArgumentException(
                    "--" + name + " does nothing without --" + without + "; give both or none");
        }
    }

    void refuseBoth(String one, String other) {
        if (has(one) && has(other)) {
            throw new IllegalArgumentException(
                    "--" + one + " and --" + other + " exclude each other; give one of them");
        }
    }

    int number(String name, int usual, int least) {
        String value = values.get(name);
        if (value == null) {
            return usual;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "--" + name + " needs a whole number of at least " + least + ", not '" + value + "'");
    }
}
