package io.berth.runtime.kubernetes;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.PodEvents;
import io.berth.runtime.Timeline;
import io.berth.spi.PodRef;
import io.berth.spi.Reason;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warnings as Kubernetes Events on the pod. One pod, reason and message is one Event, whoever says it again and after
 * whatever restart: its count rises. Nothing is said in place of an answer: what the API server refuses, and what comes
 * faster than it may be sent, is dropped; the first refusal of a kind and the drops are logged.
 *
 * <p>A warning costs its caller no request and no wait.
 *
 * <p>Needs {@code get}, {@code create} and {@code update} on events.
 */
public final class KubernetesPodEvents implements PodEvents, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KubernetesPodEvents.class);

    private static final int MAX_WAITING = 1_000;
    private static final int MAX_PODS = 4_096;
    private static final int MAX_BYTES = 1_024;
    private static final int MAX_NAME = 253;
    private static final int TRIES = 3;

    private static final int BURST = 50;
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final int BURST_OF_POD = 25;
    private static final Duration PERIOD_OF_POD = Duration.ofMinutes(1);
    private static final Duration BETWEEN_DROP_REPORTS = Duration.ofMinutes(1);

    private record Said(PodRef pod, Reason reason, String message) {}

    private record Times(int count, Instant first, Instant last) {
        Times again(Instant now) {
            return new Times(count + 1, first, now);
        }
    }

    private final KubernetesClient client;
    private final String component;
    private final String instance;
    private final Timeline timeline;
    private final Executor executor;

    private final Object state = new Object();
    private final Map<Said, Times> waiting = new LinkedHashMap<>();
    private final Map<PodRef, TokenBucket> pods = new LinkedHashMap<>(16, 0.75f, true);
    private final TokenBucket all;
    private final TokenBucket dropReports;
    private boolean draining;
    private boolean closed;
    private long dropped;
    private String lastFault = "";

    /**
     * @param component who speaks, as people see it: {@code berth}
     * @param instance which of several, for example the operator's pod
     * @param executor where requests block, one at a time
     */
    public KubernetesPodEvents(
            KubernetesClient client, String component, String instance, Timeline timeline, Executor executor) {
        this.client = DirectClient.of(client);
        this.component = requireNonNull(component, "component is null");
        this.instance = requireNonNull(instance, "instance is null");
        this.timeline = requireNonNull(timeline, "timeline is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.all = new TokenBucket(BURST, PERIOD, timeline.nanos());
        this.dropReports = new TokenBucket(1, BETWEEN_DROP_REPORTS, timeline.nanos());
    }

    @Override
    public void warning(PodRef pod, Reason reason, String message) {
        Said said = new Said(pod, reason, cut(message));
        long toReport = 0;
        boolean begin = false;
        synchronized (state) {
            if (closed) {
                return;
            }
            Instant now = timeline.now().truncatedTo(ChronoUnit.SECONDS);
            Times present = waiting.get(said);
            if (present != null) {
                waiting.put(said, present.again(now));
            } else if (waiting.size() >= MAX_WAITING || !mayStillSpeakOf(pod)) {
                dropped++;
                if (dropReports.take(timeline.nanos()) == 0) {
                    toReport = dropped;
                    dropped = 0;
                }
            } else {
                waiting.put(said, new Times(1, now, now));
                begin = !draining;
                draining = true;
            }
        }
        if (toReport > 0) {
            log.warn("{} events were not sent: there are too many; this log has them", toReport);
        }
        if (begin) {
            drainSoon();
        }
    }

    private boolean mayStillSpeakOf(PodRef pod) {
        long now = timeline.nanos();
        TokenBucket bucket = pods.computeIfAbsent(pod, p -> new TokenBucket(BURST_OF_POD, PERIOD_OF_POD, now));
        if (pods.size() > MAX_PODS) {
            Iterator<PodRef> oldest = pods.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        return bucket.take(now) == 0;
    }

    private void drainSoon() {
        try {
            executor.execute(this::drain);
        } catch (RejectedExecutionException e) {
            log.debug("The executor takes no tasks; events are dropped", e);
            close();
        }
    }

    private void drain() {
        while (true) {
            Said said;
            Times times;
            synchronized (state) {
                Iterator<Map.Entry<Said, Times>> first = waiting.entrySet().iterator();
                if (!first.hasNext()) {
                    draining = false;
                    return;
                }
                long wait = all.take(timeline.nanos());
                if (wait > 0) {
                    timeline.after(Duration.ofNanos(wait), this::drainSoon);
                    return;
                }
                Map.Entry<Said, Times> entry = first.next();
                said = entry.getKey();
                times = entry.getValue();
                first.remove();
            }
            try {
                send(said, times);
                lastFault = "";
            } catch (RuntimeException e) {
                report(said, e);
            }
        }
    }

    private void send(Said said, Times times) {
        String name = nameOf(said);
        for (int i = 0; ; i++) {
            try {
                if (i == 0) {
                    client.resource(event(said, times, name)).create();
                } else {
                    again(said, times, name);
                }
                return;
            } catch (RuntimeException e) {
                int code = ApiFaults.codeOf(e);
                boolean changed = code == HttpURLConnection.HTTP_CONFLICT || code == HttpURLConnection.HTTP_NOT_FOUND;
                if (!changed || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void again(Said said, Times times, String name) {
        Event present = client.v1()
                .events()
                .inNamespace(said.pod().namespace())
                .withName(name)
                .get();
        if (present == null) {
            // Events live for an hour.
            client.resource(event(said, times, name)).create();
            return;
        }
        int count = present.getCount() == null ? 1 : present.getCount();
        client.resource(new EventBuilder(present)
                        .withCount(count > Integer.MAX_VALUE - times.count() ? count : count + times.count())
                        .withLastTimestamp(times.last().toString())
                        .withReportingInstance(instance)
                        .build())
                .update();
    }

    private Event event(Said said, Times times, String name) {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(said.pod().namespace())
                .withName(name)
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Pod")
                .withNamespace(said.pod().namespace())
                .withName(said.pod().name())
                .withUid(said.pod().uid())
                .endInvolvedObject()
                .withType("Warning")
                .withReason(said.reason().text())
                .withMessage(said.message())
                .withCount(times.count())
                .withFirstTimestamp(times.first().toString())
                .withLastTimestamp(times.last().toString())
                .withNewSource()
                .withComponent(component)
                .endSource()
                .withReportingComponent(component)
                .withReportingInstance(instance)
                .build();
    }

    /** The same for the same words about the same pod. */
    private String nameOf(Said said) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
        for (String part :
                new String[] {component, said.pod().uid(), said.reason().text(), said.message()}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        String hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
        String pod = said.pod().name();
        int end = Math.min(pod.length(), MAX_NAME - hash.length() - 1);
        while (end > 0 && !Character.isLetterOrDigit(pod.charAt(end - 1))) {
            end--;
        }
        return pod.substring(0, end) + "." + hash;
    }

    private void report(Said said, RuntimeException e) {
        String fault = ApiFaults.messageOf(e);
        boolean isNew = !fault.equals(lastFault);
        lastFault = fault;
        if (isNew) {
            log.warn(
                    "The event {} on pod {}/{} was not stored: {}",
                    said.reason(),
                    said.pod().namespace(),
                    said.pod().name(),
                    fault);
        } else {
            log.debug("An event was not stored", e);
        }
    }

    /** What waits is dropped. Idempotent. */
    @Override
    public void close() {
        synchronized (state) {
            closed = true;
            waiting.clear();
        }
    }

    /** To what an API server takes, at a character's end. */
    private static String cut(String message) {
        if (message.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return message;
        }
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        int room = MAX_BYTES - 3;
        for (int i = 0; i < message.length(); ) {
            int point = message.codePointAt(i);
            bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (bytes > room) {
                break;
            }
            kept.appendCodePoint(point);
            i += Character.charCount(point);
        }
        return kept.append("...").toString();
    }
}
