package dev.weftwork.server;

import dev.weftwork.secret.SecretFields;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a server from the command line until the process is told to end. */
public final class ServerMain {
    private ServerMain() {}

    /**
     * Starts a server.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        int status = run(List.of(arguments), System.getenv(), System.out);
        if (status != 0) {
            System.exit(status);
        }
    }

    /** Gives the status that the process is to end with, 0 also while a server goes on. */
    static int run(List<String> line, Map<String, String> environment, PrintStream out) {
        try {
            Arguments arguments = new Arguments(line, environment);
            if (arguments.has("help")) {
                out.print(Arguments.HELP);
                return 0;
            }
            SyncServer server = start(arguments, environment, out);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "weftwork-server-close"));
            out.println("Listening on " + server.address());
            out.flush();
            return 0;
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            return 2;
        } catch (IOException e) {
            out.println("Cannot start: " + sentence(e));
            return 1;
        }
    }

    /** Some failures of files say nothing but which file it was. */
    private static @Nullable String sentence(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no " + failure.getMessage();
        }
        if (failure instanceof AccessDeniedException) {
            return "this user may not use " + failure.getMessage();
        }
        return failure instanceof FileAlreadyExistsException
                ? failure.getMessage() + " is no directory"
                : failure.getMessage();
    }

    private static SyncServer start(Arguments arguments, Map<String, String> environment, PrintStream out)
            throws IOException {
        arguments.refuseAlone("issuer", "jwks");
        arguments.refuseAlone("audience", "jwks");
        arguments.refuseAlone("bucket", "bucket-endpoint");
        arguments.refuseAlone("bucket-region", "bucket-endpoint");
        arguments.refuseBoth("tokens", "jwks");
        Path directory = Path.of(arguments.value("directory", "weftwork-data"));
        String host = arguments.value("host", "127.0.0.1");
        StaticTokens own = new StaticTokens();
        SyncServer.Builder builder = SyncServer.builder()
                .directory(directory)
                .host(host)
                .port(arguments.number("port", 8787, 0))
                .retention(Duration.ofDays(arguments.number("retention-days", 90, 1)))
                .requestsPerSecond(arguments.number("requests-per-second", 100, 1))
                .slowAfter(Duration.ofMillis(arguments.number("slow-millis", 1000, 0)))
                .quotas(quotas(arguments))
                .secretFields(secretFields(arguments))
                .authenticator(authenticator(arguments, host).orElse(own));
        if (arguments.value("asset-grace-days") != null) {
            builder.assetGrace(Duration.ofDays(arguments.number("asset-grace-days", 90, 1)));
        }
        if (arguments.value("bucket-endpoint") != null) {
            builder.binaries(bucket(arguments, environment));
        }
        if (arguments.has("restored")) {
            builder.restored();
        }
        SyncServer server = builder.start();
        if (!arguments.has("tokens") && !arguments.has("jwks")) {
            // now that the directory is this server's own
            String token = TokenFile.own(directory);
            own.add(token, Principal.of("owner", "default", Role.ADMIN));
            out.println("Token (kept in " + directory.resolve("token") + "): " + token);
        }
        return server;
    }

    private static SecretFields secretFields(Arguments arguments) {
        String names = arguments.value("secret-fields", "");
        return names.isBlank() ? SecretFields.NONE : SecretFields.of(names.split(",", -1));
    }

    /** The keys are not on the command line, where every user of the machine can read them. */
    private static S3Bucket bucket(Arguments arguments, Map<String, String> environment) {
        return new S3Bucket(
                URI.create(arguments.value("bucket-endpoint", "")),
                arguments.value("bucket-region", "us-east-1"),
                arguments.required("bucket", "binaries are kept in it"),
                key(environment, "WEFTWORK_BUCKET_ACCESS_KEY"),
                key(environment, "WEFTWORK_BUCKET_SECRET_KEY"));
    }

    private static String key(Map<String, String> environment, String name) {
        String key = environment.get(name);
        if (key == null) {
            throw new IllegalArgumentException(name + " is missing in the environment: the bucket asks for it");
        }
        return key;
    }

    private static Quotas quotas(Arguments arguments) {
        return Quotas.USUAL
                .withStorageBytes((long) arguments.number("storage-megabytes", 8_192, 1) << 20)
                .withChannels(arguments.number("channels", Quotas.USUAL.channels(), 1))
                .withWaiting(arguments.number("waiting", Quotas.USUAL.waiting(), 1));
    }

    private static Optional<Authenticator> authenticator(Arguments arguments, String host) throws IOException {
        String tokens = arguments.value("tokens");
        String jwks = arguments.value("jwks");
        if (jwks != null) {
            return Optional.of(JwtAuthenticator.of(
                    URI.create(jwks),
                    arguments.required("issuer", "a token of anybody else must not do"),
                    arguments.required("audience", "a token that was meant for another service must not do")));
        }
        if (tokens != null) {
            Path file = Path.of(tokens);
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw new IllegalArgumentException("--tokens names '" + file + "', and no file there can be read");
            }
            return Optional.of(TokenFile.at(file));
        }
        if (!host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("::1")) {
            throw new IllegalArgumentException("--tokens or --jwks is missing: others can reach " + host);
        }
        return Optional.empty();
    }
}
