package dev.weftwork.schedule;

/** A process that says what it is called, and stays. */
final class NamedProcess {
    private NamedProcess() {}

    public static void main(String[] args) throws InterruptedException {
        try (Scheduler scheduler = Scheduler.system()) {
            System.out.println(scheduler.process().orElse(""));
            Thread.currentThread().join();
        }
    }
}
