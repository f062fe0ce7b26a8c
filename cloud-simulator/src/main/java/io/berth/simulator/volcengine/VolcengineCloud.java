package io.berth.simulator.volcengine;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.berth.simulator.History;
import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Volcengine's CLB, and as much of its VPC as that needs, by the rules of its references: every change closes the whole
 * balancer for a while, lists may be late, a deleted listener takes traffic until the balancer is open again. Same time,
 * same randomness and same requests give the same answers.
 */
public final class VolcengineCloud implements Vendor {
    private final VolcengineRules rules;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final History<Estate> history;
    private final Access access = new Access();
    private final Set<String> unwell = new HashSet<>();
    private final ClbReads reads = new ClbReads(unwell);
    private final ClbWrites writes;
    private final VolcengineActions actions;
    private long ids;
    private long requests;

    /** @param nanos monotonic time, as {@link System#nanoTime} */
    public VolcengineCloud(VolcengineRules rules, LongSupplier nanos, RandomGenerator random) {
        this.rules = requireNonNull(rules, "rules is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.random = requireNonNull(random, "random is null");
        this.history = new History<>(nanos, rules.listDelay(), Estate.EMPTY);
        this.writes = new ClbWrites(rules, this::newId);
        this.actions = new VolcengineActions(reads, writes);
    }

    private String newId(String prefix) {
        return "%s%08d".formatted(prefix, ++ids);
    }

    @Override
    public synchronized VendorReply answer(VendorRequest request) {
        Access.Scope scope = Access.scope(request);
        String requestId = "req-%08d".formatted(++requests);
        try {
            access.check(request, scope, action(request));
            VolcengineActions.Action action = actions.of(request, scope.service());
            boolean here = scope.region().equals(rules.region());
            Query query = new Query(request.query());
            return reply(request, scope, requestId, here ? run(action, query) : elsewhere(action, query));
        } catch (Refusal refusal) {
            return refused(request, scope, requestId, refusal);
        }
    }

    private ObjectNode run(VolcengineActions.Action action, Query query) {
        long now = nanos.getAsLong();
        if (action.write().isPresent()) {
            ClbWrites.Done done = action.write().get().run(history.now().at(now), query, now);
            history.become(done.estate());
            return done.result();
        }
        Duration lag = action.late() ? upTo(rules.listDelay()) : Duration.ZERO;
        long then = now - lag.toNanos();
        return action.read()
                .orElseThrow()
                .run(new ClbReads.View(history.before(lag).at(then), then), query);
    }

    private static ObjectNode elsewhere(VolcengineActions.Action action, Query query) {
        return action.write().isPresent()
                ? action.write().get().run(Estate.EMPTY, query, 0).result()
                : action.read().orElseThrow().run(new ClbReads.View(Estate.EMPTY, 0), query);
    }

    private Duration upTo(Duration most) {
        return most.isZero() ? most : Duration.ofNanos(random.nextLong(most.toNanos() + 1));
    }

    // Replies.

    private VendorReply reply(VendorRequest request, Access.Scope scope, String requestId, ObjectNode result) {
        ObjectNode all = envelope(request, scope, requestId);
        all.set("Result", result.put("RequestId", requestId));
        return VendorReply.json(200, all.toString());
    }

    private VendorReply refused(VendorRequest request, Access.Scope scope, String requestId, Refusal refusal) {
        ObjectNode all = envelope(request, scope, requestId);
        ((ObjectNode) all.get("ResponseMetadata"))
                .putObject("Error")
                .put("CodeN", refusal.number())
                .put("Code", refusal.code())
                .put("Message", refusal.getMessage());
        return VendorReply.json(rules.errorsInside200() ? 200 : refusal.status(), all.toString());
    }

    private ObjectNode envelope(VendorRequest request, Access.Scope scope, String requestId) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.putObject("ResponseMetadata")
                .put("RequestId", requestId)
                .put("Action", action(request))
                .put("Version", request.parameter("Version").orElse(""))
                .put("Service", scope.service())
                .put("Region", scope.region());
        return all;
    }

    @Override
    public String action(VendorRequest request) {
        return request.parameter("Action").orElse("");
    }

    @Override
    public boolean isRead(VendorRequest request) {
        return action(request).startsWith("Describe");
    }

    @Override
    public synchronized VendorReply throttled(VendorRequest request) {
        return refused(
                request,
                Access.scope(request),
                "req-%08d".formatted(++requests),
                // Volcengine publishes no HTTP status for it: adapters have to go by the code.
                new Refusal(
                        400,
                        100_027,
                        "AccountFlowLimitExceeded",
                        "Request was rejected because the request speed of this openAPI is beyond the current flow"
                                + " control limit."));
    }

    @Override
    public synchronized VendorReply unavailable(VendorRequest request) {
        return refused(
                request,
                Access.scope(request),
                "req-%08d".formatted(++requests),
                new Refusal(503, 0, "ServiceUnavailable", "The service is temporarily unavailable."));
    }

    // Who may ask.

    public synchronized void know(String accessKeyId) {
        access.know(accessKeyId, Optional.empty());
    }

    /** A key that is good with this session token only. */
    public synchronized void know(String accessKeyId, String sessionToken) {
        access.know(accessKeyId, Optional.of(sessionToken));
    }

    public synchronized void forget(String accessKeyId) {
        access.forget(accessKeyId);
    }

    /** @param action as in {@code CreateListener} */
    public synchronized void deny(String action) {
        access.deny(action);
    }

    public synchronized void permit(String action) {
        access.permit(action);
    }

    // What people do by hand.

    public Hands hands() {
        return new Hands(this);
    }

    /** Everything, as it is now: for judges, never for an adapter. */
    public synchronized Estate truth() {
        return history.now().at(nanos.getAsLong());
    }

    /**
     * To whom a packet goes that arrives there: one of these.
     *
     * @param protocol {@code TCP} or {@code UDP}
     */
    public synchronized List<Backend> answering(String address, String protocol, int port) {
        return truth().answering(address, protocol, port, nanos.getAsLong());
    }

    synchronized void become(Estate estate) {
        history.become(estate);
    }

    synchronized String handMade(String prefix) {
        return newId(prefix);
    }

    synchronized long now() {
        return nanos.getAsLong();
    }

    synchronized void well(String ip, boolean isWell) {
        if (isWell) {
            unwell.remove(ip);
        } else {
            unwell.add(ip);
        }
    }
}
