package io.berth.simulator.aws;

import static java.util.Objects.requireNonNull;

import io.berth.simulator.History;
import io.berth.simulator.Vendor;
import io.berth.simulator.VendorReply;
import io.berth.simulator.VendorRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An account's network load balancers in one region: Elastic Load Balancing v2, version 2015-12-01, with target groups
 * of type ip. Time and chance are handed in. Safe for several threads.
 */
public final class AwsCloud implements Vendor {
    /** In which words it says that it is asked too often. */
    public enum Throttle {
        THROTTLING(400, "Throttling", "Rate exceeded"),
        THROTTLING_EXCEPTION(400, "ThrottlingException", "Rate exceeded"),
        REQUEST_LIMIT_EXCEEDED(503, "RequestLimitExceeded", "Request limit exceeded.");

        private final int status;
        private final String code;
        private final String text;

        Throttle(int status, String code, String text) {
            this.status = status;
            this.code = code;
            this.text = text;
        }

        private AwsFault fault() {
            return AwsFault.of(status, code, text);
        }
    }

    private static final Duration MEMORY = Duration.ofSeconds(60);
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/\\d{8}/([^/]+)/elasticloadbalancing/aws4_request, .*"
                    + "Signature=[0-9a-f]{64}");

    private final AwsTerms terms;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final AwsArns arns;
    private final History<AwsState> history;
    private final Set<String> accessKeyIds = new TreeSet<>();
    private final Set<String> denied = new TreeSet<>();
    private Throttle throttle = Throttle.THROTTLING;
    private Duration lag = Duration.ZERO;
    private boolean lagsEverywhere;

    /** @param nanos monotonic time, as {@link System#nanoTime} */
    public AwsCloud(AwsTerms terms, String accessKeyId, LongSupplier nanos, RandomGenerator random) {
        this.terms = requireNonNull(terms, "terms is null");
        this.nanos = requireNonNull(nanos, "nanos is null");
        this.random = requireNonNull(random, "random is null");
        this.arns = new AwsArns(terms, random);
        this.history = new History<>(nanos, MEMORY, AwsState.EMPTY);
        accessKeyIds.add(accessKeyId);
    }

    // Requests.

    @Override
    public synchronized VendorReply answer(VendorRequest request) {
        String requestId = requestId();
        try {
            AwsForm form = AwsForm.parse(request.body());
            String action = form.required("Action");
            if (!request.method().equals("POST") || !form.required("Version").equals("2015-12-01")) {
                throw AwsFault.refused("InvalidAction", "Could not find operation %s".formatted(action));
            }
            authenticate(request);
            if (denied.contains(action)) {
                throw AwsFault.of(
                        403,
                        "AccessDenied",
                        "User: arn:aws:iam::%s:user/berth is not authorized to perform: elasticloadbalancing:%s"
                                .formatted(terms.accountId(), action));
            }
            return AwsXml.reply(action, isRead(action) ? read(action, form) : write(action, form), requestId);
        } catch (AwsFault fault) {
            return AwsXml.error(fault, requestId);
        }
    }

    private String requestId() {
        String digits = arns.digits() + arns.digits();
        return "%s-%s-%s-%s-%s"
                .formatted(
                        digits.substring(0, 8),
                        digits.substring(8, 12),
                        digits.substring(12, 16),
                        digits.substring(16, 20),
                        digits.substring(20));
    }

    private void authenticate(VendorRequest request) {
        String header = request.header("Authorization")
                .orElseThrow(() ->
                        AwsFault.of(403, "MissingAuthenticationToken", "Request is missing Authentication Token"));
        Matcher signed = AUTHORIZATION.matcher(header);
        if (!signed.matches()) {
            throw AwsFault.of(400, "IncompleteSignature", "The request signature does not conform to AWS standards");
        }
        if (!signed.group(2).equals(terms.region())) {
            throw AwsFault.of(
                    403,
                    "SignatureDoesNotMatch",
                    "Credential should be scoped to a valid region. Credential=" + signed.group(1));
        }
        if (!accessKeyIds.contains(signed.group(1))) {
            throw AwsFault.of(403, "InvalidClientTokenId", "The security token included in the request is invalid.");
        }
    }

    private String read(String action, AwsForm form) {
        Duration ago = lag.isZero() || random.nextBoolean()
                ? Duration.ZERO
                : Duration.ofNanos(random.nextLong(lag.toNanos() + 1));
        AwsState now = truth();
        AwsState shown = before(ago);
        return new AwsReads(terms, shown, lagsEverywhere ? shown : now, nanos.getAsLong() - ago.toNanos())
                .answer(action, form);
    }

    private AwsState before(Duration ago) {
        return history.before(ago).settled(nanos.getAsLong() - ago.toNanos());
    }

    private String write(String action, AwsForm form) {
        AwsState before = truth();
        boolean behind = lagsEverywhere && random.nextBoolean();
        AwsWrites.Written written = new AwsWrites(terms, arns, before, behind ? before(lag) : before, nanos.getAsLong())
                .answer(action, form);
        become(written.after());
        return written.result();
    }

    private void become(AwsState after) {
        if (!after.equals(history.now())) {
            history.become(after);
        }
    }

    @Override
    public String action(VendorRequest request) {
        return AwsForm.parse(request.body()).optional("Action").orElse("");
    }

    @Override
    public boolean isRead(VendorRequest request) {
        return isRead(action(request));
    }

    private static boolean isRead(String action) {
        return action.startsWith("Describe");
    }

    @Override
    public synchronized VendorReply throttled(VendorRequest request) {
        return AwsXml.error(throttle.fault(), requestId());
    }

    @Override
    public synchronized VendorReply unavailable(VendorRequest request) {
        return AwsXml.error(
                AwsFault.of(503, "ServiceUnavailable", "Service is unavailable. Please try again shortly."),
                requestId());
    }

    // The weather.

    /** @param most how old what a description shows may be */
    public synchronized void lag(Duration most) {
        lag = requireNonNull(most, "most is null");
    }

    /**
     * Whether single things lag as lists do: a fresh ARN may be unknown, and a group whose listener has gone may still
     * be in use.
     */
    public synchronized void lagEverywhere(boolean lags) {
        lagsEverywhere = lags;
    }

    public synchronized void throttleBy(Throttle words) {
        throttle = requireNonNull(words, "words is null");
    }

    /** Refuses this action from now on. */
    public synchronized void deny(String action) {
        denied.add(action);
    }

    public synchronized void allow(String action) {
        denied.remove(action);
    }

    // People.

    /** An active network load balancer; returns its ARN. */
    public String addBalancer(String name, String vpcId) {
        return addBalancer(name, "network", vpcId);
    }

    /** @param type {@code network}, {@code application} or {@code gateway} */
    public synchronized String addBalancer(String name, String type, String vpcId) {
        String kind =
                switch (type) {
                    case "network" -> "net";
                    case "application" -> "app";
                    default -> "gwy";
                };
        String arn = arns.balancer(kind, name);
        String host =
                "%s-%s.elb.%s.amazonaws.com".formatted(name, arn.substring(arn.lastIndexOf('/') + 1), terms.region());
        become(truth().with(new AwsState.Balancer(arn, name, type, host, vpcId, AwsState.Status.ACTIVE, Map.of())));
        return arn;
    }

    /**
     * An active network load balancer of this ARN.
     *
     * @throws IllegalArgumentException if it is none of a network load balancer
     */
    public synchronized void putBalancer(String arn, String vpcId) {
        String[] parts = arn.split("/", -1);
        if (parts.length != 4 || !parts[0].endsWith(":loadbalancer") || !parts[1].equals("net")) {
            throw new IllegalArgumentException("%s is no ARN of a network load balancer".formatted(arn));
        }
        String host = "%s-%s.elb.%s.amazonaws.com".formatted(parts[2], parts[3], terms.region());
        become(truth().with(new AwsState.Balancer(
                arn, parts[2], "network", host, vpcId, AwsState.Status.ACTIVE, Map.of())));
    }

    public synchronized void deleteBalancer(String arn) {
        become(truth().withoutBalancer(arn));
    }

    public synchronized void balancerBecomes(String arn, AwsState.Status status) {
        AwsState state = truth();
        become(state.with(
                requireNonNull(state.balancers().get(arn), "no such balancer").in(status)));
    }

    /** Somebody puts a listener without tags there, over whatever there is; returns its ARN. */
    public synchronized String putListener(String balancerArn, AwsProtocol protocol, int port, List<String> groupArns) {
        AwsState state = truth();
        List<AwsState.Listener> there = state.of(balancerArn).stream()
                .filter(listener -> listener.port() == port)
                .toList();
        AwsState.Listener listener = new AwsState.Listener(
                arns.listener(balancerArn), balancerArn, protocol, port, groupArns, Map.of(), nanos.getAsLong());
        become(state.withoutListeners(there).with(listener));
        return listener.arn();
    }

    /** Somebody makes a target group without tags; returns its ARN. */
    public synchronized String putGroup(String name, AwsProtocol protocol, int port, String vpcId) {
        String arn = arns.group(name);
        become(truth().with(new AwsState.Group(
                arn, name, protocol, port, vpcId, AwsCheck.USUAL, Map.of(), new TreeMap<>())));
        return arn;
    }

    public synchronized void deleteListener(String arn) {
        AwsState state = truth();
        if (state.listeners().containsKey(arn)) {
            become(state.withoutListeners(List.of(state.listeners().get(arn))));
        }
    }

    /** With the listeners that lead to it. */
    public synchronized void deleteGroup(String arn) {
        AwsState state = truth();
        become(state.withoutListeners(state.leadingTo(arn)).withoutGroup(arn));
    }

    /** Somebody takes every target out of a group; they drain. */
    public synchronized void deregister(String groupArn) {
        change(
                groupArn,
                group -> AwsWrites.drained(group, List.copyOf(group.targets().keySet()), terms, nanos.getAsLong()));
    }

    private void change(String groupArn, UnaryOperator<AwsState.Group> change) {
        AwsState state = truth();
        AwsState.Group group = state.groups().get(groupArn);
        if (group != null) {
            become(state.with(change.apply(group)));
        }
    }

    /** Somebody takes the tags off a listener or a target group. */
    public synchronized void untag(String arn) {
        change(arn, AwsState.Group::untagged);
        AwsState state = truth();
        AwsState.Listener listener = state.listeners().get(arn);
        if (listener != null) {
            become(state.with(listener.untagged()));
        }
    }

    /** These IPs, and no others, fail their health checks from now on. */
    public synchronized void unwell(Set<String> ips) {
        become(truth().withUnwell(ips));
    }

    // The truth, for those that judge.

    /** As it truly is now. */
    public synchronized AwsState truth() {
        AwsState settled = history.now().settled(nanos.getAsLong());
        become(settled);
        return settled;
    }

    /** Of a balancer that is there. */
    public String hostName(String balancerArn) {
        return requireNonNull(truth().balancers().get(balancerArn), "no such balancer")
                .dnsName();
    }

    /**
     * The targets that a new client of this name and number may come to: those that do not drain, well or not, since a
     * balancer without any healthy target asks them all.
     *
     * @param packet {@link AwsProtocol#TCP} or {@link AwsProtocol#UDP}
     */
    public synchronized Set<AwsState.Place> reach(String hostName, AwsProtocol packet, int port) {
        AwsState state = truth();
        Set<AwsState.Place> places = new TreeSet<>();
        state.listeners().values().stream()
                .filter(listener ->
                        listener.port() == port && listener.protocol().takes(packet))
                .filter(listener -> serves(state, listener.balancerArn(), hostName))
                .flatMap(listener -> listener.groupArns().stream())
                .map(arn -> state.groups().get(arn))
                .filter(group -> group != null)
                .flatMap(group -> group.targets().values().stream())
                .filter(target -> !target.isDraining())
                .forEach(target -> places.add(target.place()));
        return places;
    }

    private static boolean serves(AwsState state, String balancerArn, String hostName) {
        AwsState.Balancer balancer = state.balancers().get(balancerArn);
        return balancer != null && balancer.dnsName().equals(hostName) && balancer.status() != AwsState.Status.FAILED;
    }
}
