package dev.weftwork.architecture;

import java.io.File;
import java.net.Socket;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One offence for every ban of {@link NoHiddenInputsTest}, so that no ban is blind; never run. */
final class HiddenInputs {
    private HiddenInputs() {}

    static Object time() throws InterruptedException {
        Thread.sleep(1);
        TimeUnit.SECONDS.sleep(1);
        return List.of(System.nanoTime(), Instant.now(), Clock.systemUTC(), Calendar.getInstance(), new Timer());
    }

    static Object chance(List<String> list) {
        Collections.shuffle(list);
        return List.of(
                UUID.randomUUID(),
                Math.random(),
                new Random(1),
                new SecureRandom(),
                ThreadLocalRandom.current(),
                RandomGenerator.getDefault());
    }

    static Object threads(List<String> list, int[] numbers) {
        Arrays.parallelSort(numbers);
        Runtime.getRuntime().halt(1);
        return List.of(
                Executors.newCachedThreadPool(),
                CompletableFuture.supplyAsync(() -> 1).orTimeout(1, TimeUnit.SECONDS),
                list.parallelStream());
    }

    static Object world(Path path, URL url) throws Exception {
        return List.of(new File("file"), Files.size(path), FileChannel.open(path), new Socket(), url.openStream());
    }
}
