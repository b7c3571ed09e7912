package dev.byok.blocking;

/** Calls on event loops that may block for a moment, each for its reason. What Netty and Reactor allow themselves is not here. */
enum AllowedBlocking {
    /** The host's own: a console or file appender writes on the thread that logs. */
    LOGGING("ch.qos.logback.classic.Logger", "callAppenders"),

    /** A periodic task that is disposed of leaves the timer's queue, whose lock is held for as long as others come and go. */
    TIMER_QUEUE_REMOVE("java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", "remove"),

    /** A timer's thread is started with the first task for it, under a lock that other threads of that timer may hold. */
    TIMER_THREAD_START("java.util.concurrent.ThreadPoolExecutor", "addWorker"),

    /** Netty's pool grows where several loops allocate at once, and closes the part it replaces, whose lock another may hold. */
    POOL_GROWTH("io.netty.buffer.AdaptivePoolingAllocator", "allocate");

    private final String type;
    private final String method;

    AllowedBlocking(String type, String method) {
        this.type = type;
        this.method = method;
    }

    String type() {
        return type;
    }

    String method() {
        return method;
    }
}
