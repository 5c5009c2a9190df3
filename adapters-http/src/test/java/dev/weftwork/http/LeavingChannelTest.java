package dev.weftwork.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weftwork.spi.LiveListener;
import dev.weftwork.spi.PullAnswer;
import dev.weftwork.spi.RemoteFailure;
import dev.weftwork.spi.RemoteTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JDK's client holds a lock while it hands over an answer, and takes it to call a request off. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LeavingChannelTest {
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final ReentrantLock clients = new ReentrantLock();
    private final CountDownLatch answered = new CountDownLatch(1);
    private final CountDownLatch callingOff = new CountDownLatch(1);
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final LiveConnection channel = new LiveConnection(
            timer, Duration.ofMinutes(1), new Addressee(null, false), new Told(), gone -> told.add("gone"));

    @AfterEach
    void end() {
        timer.shutdownNow();
    }

    @Test
    void aChannelThatIsLeftAtTheMomentOfItsAnswerEnds() throws InterruptedException {
        channel.onLeave(this::callOff);
        Thread client = new Thread(this::answer, "client");
        client.start();
        answered.await();

        channel.close();
        client.join();

        assertThat(told).containsExactlyInAnyOrder("called off", "gone", "cancelled");
    }

    /** Hands over the answer, at the moment in which somebody calls the request off. */
    private void answer() {
        clients.lock();
        try {
            answered.countDown();
            callingOff.await();
            channel.onSubscribe(new Subscribed());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.unlock();
        }
    }

    private void callOff() {
        callingOff.countDown();
        clients.lock();
        clients.unlock();
        told.add("called off");
    }

    private final class Subscribed implements Flow.Subscription {
        @Override
        public void request(long count) {
            told.add("asked");
        }

        @Override
        public void cancel() {
            told.add("cancelled");
        }
    }

    private final class Told implements LiveListener {
        @Override
        public void opened() {
            told.add("opened");
        }

        @Override
        public void ops(PullAnswer answer, RemoteTime time) {
            told.add("ops");
        }

        @Override
        public void behind() {
            told.add("behind");
        }

        @Override
        public void ended(RemoteFailure failure) {
            told.add("ended");
        }
    }
}
