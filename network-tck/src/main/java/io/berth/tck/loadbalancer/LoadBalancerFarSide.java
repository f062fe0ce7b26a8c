package io.berth.tck.loadbalancer;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Providers;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.cloud.CloudFactory;
import io.berth.spi.cloud.loadbalancer.Front;
import io.berth.spi.cloud.loadbalancer.Listener;
import io.berth.spi.cloud.loadbalancer.LoadBalancerReads;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules;
import io.berth.spi.cloud.loadbalancer.LoadBalancerRules.BothOnOne;
import io.berth.spi.cloud.loadbalancer.LoadBalancerWrites;
import io.berth.spi.cloud.loadbalancer.SlotMark;
import io.berth.spi.cloud.loadbalancer.Transport;
import io.berth.spi.config.NameValue;
import io.berth.tck.loadbalancer.BalancerState.GroupThere;
import io.berth.tck.loadbalancer.BalancerState.ListenerThere;
import io.berth.tck.loadbalancer.BalancerState.TargetThere;
import io.berth.tck.loadbalancer.JudgedWrites.Intent;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.FarSide;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Any cloud's balancers in the simulation: two of them with few numbers, so that there is never quite enough. */
public final class LoadBalancerFarSide implements FarSide {
    /**
     * What is simulated.
     *
     * @param idsParameter how the network type spells {@code LbIds}
     * @param keepsIdle whether slots stay when their pod goes
     */
    public record Scene(NetworkPluginFactory<?> plugin, String networkType, String idsParameter, boolean keepsIdle) {
        public Scene {
            requireNonNull(plugin, "plugin is null");
            requireNonNull(networkType, "networkType is null");
            requireNonNull(idsParameter, "idsParameter is null");
        }
    }

    private static final int FIRST = 7000;
    private static final int LAST = 7006;
    private static final int BLOCKED = 7003;
    private static final String ACCOUNT = "main";
    private static final String CONF = "game.kruise.io/network-conf";
    private static final Duration LATELY = Duration.ofSeconds(12);

    private final VirtualTime time;
    private final Scene scene;
    private final TrueBalancers truth;
    private final LoadBalancerRules rules;
    private final List<String> balancers;
    private final List<String> goodPorts;
    private final List<String> bad;
    private final Map<Key, Long> foreignUntil = new LinkedHashMap<>();
    private final Map<String, PodRef> pods = new TreeMap<>();
    private final Map<String, String> addedFor = new TreeMap<>();
    private final Map<String, WatchedReads> reads = new TreeMap<>();
    private Optional<Judge> judge = Optional.empty();
    private BalancerState last = BalancerState.EMPTY;
    private BalancerState read = BalancerState.EMPTY;
    private List<Marked> marked = List.of();

    public LoadBalancerFarSide(VirtualTime time, Scene scene, TrueBalancers truth) {
        this.time = requireNonNull(time, "time is null");
        this.scene = requireNonNull(scene, "scene is null");
        this.truth = requireNonNull(truth, "truth is null");
        this.rules = truth.cloud()
                .rules(LoadBalancerRules.class)
                .orElseThrow(() -> new IllegalStateException("the cloud offers no LoadBalancerRules"));
        this.balancers = List.copyOf(truth.addresses().keySet());
        List<String> ports = new ArrayList<>(List.of("80/TCP", "80/TCP,81/UDP", "80", "80/TCP,81/TCP,82/UDP"));
        if (rules.bothOnOne() != BothOnOne.IF_ALLOWED) {
            ports.addAll(List.of("82/TCPUDP", "80/TCP,81/TCP,82/TCPUDP"));
        }
        this.goodPorts = List.copyOf(ports);
        String one = balancers.get(0);
        this.bad = List.of(
                "no json",
                "{\"name\":\"PortProtocols\",\"value\":\"80\"}",
                conf(one, "80x"),
                conf(one, "0/TCP"),
                conf(one, "65536/UDP"),
                conf(one, "80/tcp"),
                conf("", "80"),
                conf(one, "80,81,82,83,84,85,86,87,88"),
                conf(unknown(), "80"));
        last = truth.now();
    }

    /** One that does not exist, in the vendor's form. */
    private String unknown() {
        String one = balancers.get(0);
        return one.substring(0, one.length() - 1) + (one.endsWith("9") ? "8" : "9");
    }

    private String conf(String ids, String ports) {
        return "[{\"name\":\"%s\",\"value\":\"%s\"},{\"name\":\"PortProtocols\",\"value\":\"%s\"}]"
                .formatted(scene.idsParameter(), ids, ports);
    }

    @Override
    public String networkType() {
        return scene.networkType();
    }

    @Override
    public Equipment equip(Identity ours, Gate gate) {
        List<NameValue> settings = new ArrayList<>(List.of(
                new NameValue("range", FIRST + "-" + LAST), new NameValue("blocked", Integer.toString(BLOCKED))));
        if (scene.keepsIdle()) {
            settings.add(new NameValue("keepIdle", "true"));
        }
        return new Equipment(
                Providers.of(List.of(scene.plugin()), List.of(judged(truth.cloud(), gate))),
                Map.of(scene.networkType(), settings),
                List.of(new CloudAccount(truth.cloud().cloud(), ACCOUNT, truth.account())),
                truth.provided());
    }

    private <S> CloudFactory<S> judged(CloudFactory<S> cloud, Gate gate) {
        return new Judged<>(
                cloud,
                port -> {
                    WatchedReads watched = new WatchedReads(port);
                    reads.put(gate.instance(), watched);
                    return gate.guard(LoadBalancerReads.class, watched);
                },
                port -> gate.guard(LoadBalancerWrites.class, new JudgedWrites(port, new JudgedWrites.Hearing() {
                    @Override
                    public <A> A of(Intent intent, Supplier<A> request) {
                        return heard(gate.instance(), intent, request);
                    }
                })));
    }

    @Override
    public void judge(Judge judges) {
        judge = Optional.of(judges);
    }

    @Override
    public void mood(Mood mood) {
        truth.mood(mood);
    }

    @Override
    public String goodConf(Chance chance) {
        String one = balancers.get(0);
        String other = balancers.get(1);
        return conf(chance.pick(List.of(one, other, one + "," + other, other + "," + one)), chance.pick(goodPorts));
    }

    @Override
    public String badConf(Chance chance) {
        return chance.pick(bad);
    }

    @Override
    public void podUp(PodRef pod, String ip) {
        pods.put(pod.uid(), pod);
        truth.attach(ip);
    }

    @Override
    public void podDown(PodRef pod, String ip) {
        truth.detach(ip);
    }

    // Requests.

    private <A> A heard(String sender, Intent intent, Supplier<A> request) {
        BalancerState before = look();
        Write write = write(sender, intent, before);
        judge.ifPresent(j -> j.sent(write));
        intent.target()
                .ifPresent(target -> addedFor.put(place(intent.balancer(), target.ip(), target.port()), target.uid()));
        try {
            return request.get();
        } finally {
            BalancerState after = truth.now();
            last = after;
            if (!after.equals(before)) {
                judge.ifPresent(
                        j -> j.done(write, removed(before, after), foreign(before, after), isSecond(intent, before)));
            }
        }
    }

    private static String place(String balancer, String ip, int port) {
        return balancer + " " + ip + ":" + port;
    }

    /** As it is now; what has changed since the last look, and is nobody's, was a request that came late. */
    private BalancerState look() {
        BalancerState before = last;
        BalancerState after = truth.now();
        last = after;
        if (!after.equals(before)) {
            Set<Key> keys = new LinkedHashSet<>();
            List<Marked> removed = removed(before, after);
            removed.forEach(thing -> keys.addAll(thing.keys()));
            removed(after, before).forEach(thing -> keys.addAll(thing.keys()));
            Write late = new Write("late", "late", keys, Optional.empty(), Optional.empty(), false);
            judge.ifPresent(j -> j.done(late, removed, foreign(before, after), false));
        }
        return after;
    }

    private Write write(String sender, Intent intent, BalancerState state) {
        Set<Key> keys = new LinkedHashSet<>();
        intent.listener().map(Listener::front).ifPresent(front -> keys.add(key(intent.balancer(), front)));
        intent.group().ifPresent(draft -> keys.add(key(intent.balancer(), draft.front())));
        intent.drafts().ifPresent(draft -> keys.add(key(intent.balancer(), draft.front())));
        intent.groupId()
                .flatMap(id -> state.group(intent.balancer(), id))
                .ifPresent(group -> keys.addAll(keys(state, group)));
        return new Write(
                sender,
                intent.action(),
                keys,
                intent.target().flatMap(target -> Optional.ofNullable(pods.get(target.uid()))),
                intent.target().map(target -> target.ip()),
                intent.makes());
    }

    private List<Marked> removed(BalancerState before, BalancerState after) {
        Set<String> left = things(after).stream().map(Marked::what).collect(Collectors.toSet());
        return things(before).stream()
                .filter(thing -> !left.contains(thing.what()))
                .toList();
    }

    private static List<String> foreign(BalancerState before, BalancerState after) {
        List<String> changed = new ArrayList<>();
        before.listeners().stream()
                .filter(listener ->
                        listener.mark().isEmpty() && !after.listeners().contains(listener))
                .forEach(listener -> changed.add("listener " + listener.balancer() + " " + listener.front()));
        before.groups().stream()
                .filter(group -> group.mark().isEmpty() && !after.groups().contains(group))
                .forEach(group -> changed.add("group " + group.id()));
        return changed;
    }

    private static boolean isSecond(Intent intent, BalancerState before) {
        return intent.group().isPresent()
                && before.groups().stream()
                        .anyMatch(group -> group.balancer().equals(intent.balancer())
                                && group.mark().equals(intent.group().map(draft -> draft.mark())));
    }

    // People.

    @Override
    public Optional<Meddling> meddle(Chance chance) {
        List<ListenerThere> listeners = look().listeners();
        int kind = chance.below(3);
        if (kind == 0 || listeners.isEmpty()) {
            String balancer = chance.pick(balancers);
            Front front = new Front(
                    chance.pick(List.of(Transport.TCP, Transport.UDP)), FIRST + chance.below(LAST - FIRST + 1));
            truth.putForeign(balancer, front);
            return meddled("somebody puts a listener on " + balancer + " " + front, key(balancer, front));
        }
        ListenerThere listener = chance.pick(listeners);
        Key key = key(listener.balancer(), listener.front());
        if (kind == 1) {
            noteForeign(listener);
            truth.deleteListener(listener.balancer(), listener.id());
            return meddled("somebody deletes the listener on " + key, key);
        }
        truth.empty(listener.balancer(), listener.groupId());
        return meddled("somebody empties the group of " + key, key);
    }

    private Optional<Meddling> meddled(String what, Key key) {
        last = truth.now();
        return Optional.of(new Meddling(what, Set.of(key)));
    }

    @Override
    public void tidy() {
        look().listeners().stream()
                .filter(listener -> listener.mark().isEmpty())
                .forEach(listener -> {
                    noteForeign(listener);
                    truth.deleteListener(listener.balancer(), listener.id());
                });
        last = truth.now();
    }

    /** Reads may still show it. */
    private void noteForeign(ListenerThere listener) {
        if (listener.mark().isEmpty()) {
            foreignUntil.put(key(listener.balancer(), listener.front()), time.nanos() + LATELY.toNanos());
        }
    }

    // The truth.

    @Override
    public List<Marked> marked() {
        BalancerState state = look();
        if (!state.equals(read)) {
            marked = things(state);
            read = state;
        }
        return marked;
    }

    private List<Marked> things(BalancerState state) {
        List<Marked> things = new ArrayList<>();
        for (ListenerThere listener : state.listeners()) {
            Key key = key(listener.balancer(), listener.front());
            if (listener.mark().isPresent() && !isIdle(state, listener)) {
                things.add(new Marked(
                        "listener %s of %s".formatted(listener.id(), key),
                        Set.of(key),
                        Optional.empty(),
                        Optional.empty()));
            }
        }
        for (GroupThere group : state.groups()) {
            if (group.mark().isPresent()) {
                Set<Key> keys = keys(state, group);
                if (!scene.keepsIdle() || !group.targets().isEmpty()) {
                    things.add(new Marked("group " + group.id(), keys, Optional.empty(), Optional.empty()));
                }
                group.targets().forEach(target -> things.add(target(group, target, keys)));
            }
        }
        return List.copyOf(things);
    }

    private Marked target(GroupThere group, TargetThere target, Set<Key> keys) {
        Optional<String> uid = target.uid()
                .or(() -> Optional.ofNullable(addedFor.get(place(group.balancer(), target.ip(), target.port()))));
        return new Marked(
                "target %s:%d of %s for %s".formatted(target.ip(), target.port(), group.id(), uid.orElse("nobody")),
                keys,
                uid.flatMap(one -> Optional.ofNullable(pods.get(one))),
                Optional.of(target.ip()));
    }

    /** It may stay when nobody has its number. */
    private boolean isIdle(BalancerState state, ListenerThere listener) {
        return scene.keepsIdle()
                && listener.mark().isPresent()
                && state.group(listener.balancer(), listener.groupId())
                        .filter(group ->
                                group.mark().isPresent() && group.targets().isEmpty())
                        .isPresent();
    }

    /** The keys that a group is behind: its listeners', and the one it was made for. */
    private Set<Key> keys(BalancerState state, GroupThere group) {
        Set<Key> keys = new LinkedHashSet<>();
        state.listeners().stream()
                .filter(listener -> listener.balancer().equals(group.balancer())
                        && listener.groupId().equals(group.id()))
                .forEach(listener -> keys.add(key(listener.balancer(), listener.front())));
        group.mark().map(SlotMark::front).ifPresent(front -> keys.add(key(group.balancer(), front)));
        return keys;
    }

    @Override
    public Set<String> reach(String address, Protocol protocol, int port) {
        Set<String> ips = new TreeSet<>();
        BalancerState state = truth.now();
        truth.addresses().forEach((balancer, own) -> {
            if (own.equals(address)) {
                state.listeners().stream()
                        .filter(listener -> listener.balancer().equals(balancer)
                                && listener.running()
                                && listener.front().number() == port
                                && listener.front().transport().protocols().contains(protocol))
                        .flatMap(listener -> state.group(balancer, listener.groupId()).stream())
                        .flatMap(group -> group.targets().stream())
                        .forEach(target -> ips.add(target.ip()));
            }
        });
        return ips;
    }

    @Override
    public boolean fits(PodView pod, List<Door> doors) {
        String conf = pod.annotations().getOrDefault(CONF, "");
        Optional<String> ports = goodPorts.stream()
                .filter(one -> conf.endsWith("\"" + one + "\"}]"))
                .findFirst();
        Map<Integer, Set<Protocol>> numbers = new TreeMap<>();
        doors.forEach(door ->
                numbers.computeIfAbsent(door.port(), n -> new TreeSet<>()).add(door.protocol()));
        List<String> shapes =
                numbers.values().stream().map(Set::toString).sorted().toList();
        return ports.isPresent()
                && doors.stream().allMatch(door -> isOfOne(conf, door.ip()))
                && shapes(ports.get()).equals(shapes);
    }

    private boolean isOfOne(String conf, String address) {
        return truth.addresses().entrySet().stream()
                .anyMatch(entry -> entry.getValue().equals(address) && conf.contains(entry.getKey()));
    }

    /** The protocols of each number. */
    private static List<String> shapes(String ports) {
        return Arrays.stream(ports.split(","))
                .map(port -> port.endsWith("TCPUDP") ? "[TCP, UDP]" : port.endsWith("UDP") ? "[UDP]" : "[TCP]")
                .sorted()
                .toList();
    }

    @Override
    public boolean wasHiddenFrom(String sender, Key key) {
        WatchedReads shown = reads.get(sender);
        if (shown == null) {
            return false;
        }
        BalancerState state = truth.now();
        boolean listener = state.listeners().stream()
                .anyMatch(one -> key(one.balancer(), one.front()).equals(key)
                        && !shown.hasShownListener(one.balancer(), one.id()));
        return listener
                || state.groups().stream()
                        .filter(group ->
                                group.mark().isPresent() && keys(state, group).contains(key))
                        .anyMatch(group -> !shown.hasShownGroup(group.balancer(), group.id())
                                || group.targets().stream()
                                        .anyMatch(target ->
                                                !shown.hasShownTarget(group.balancer(), group.id(), target.ip())));
    }

    @Override
    public boolean isForeign(Key key) {
        return foreignUntil.getOrDefault(key, Long.MIN_VALUE) > time.nanos()
                || truth.now().listeners().stream()
                        .anyMatch(listener -> listener.mark().isEmpty()
                                && key(listener.balancer(), listener.front()).equals(key));
    }

    @Override
    public boolean canBeFreed(Set<Key> keys) {
        return keys.stream()
                .flatMap(key -> key.inPool().stream())
                .map(PoolId::id)
                .allMatch(balancers::contains);
    }

    @Override
    public boolean explains(Reason reason, PodView pod, Set<Key> held) {
        String conf = pod.annotations().getOrDefault(CONF, "");
        return switch (reason) {
            case BAD_PARAMETERS -> bad.contains(conf);
            case POOL_FULL -> isFull(conf, held);
            case CONFLICT, PLUGIN_FAULT, FAR_SIDE_UNAVAILABLE -> conf.contains(unknown());
            case QUOTA -> isAtQuota(conf);
            default -> false;
        };
    }

    private boolean isFull(String conf, Set<Key> held) {
        return balancers.stream().filter(conf::contains).allMatch(balancer -> {
            long free = 0;
            for (int number = FIRST; number <= LAST; number++) {
                Key tcp = key(balancer, new Front(Transport.TCP, number));
                Key udp = key(balancer, new Front(Transport.UDP, number));
                boolean taken = held.contains(tcp) || held.contains(udp) || isForeign(tcp) || isForeign(udp);
                free += number == BLOCKED || taken ? 0 : 1;
            }
            return free < conf.chars().filter(c -> c == '/').count() || free == 0 || conf.contains("TCPUDP");
        });
    }

    private boolean isAtQuota(String conf) {
        return balancers.stream().filter(conf::contains).anyMatch(balancer -> {
            long there = truth.now().listeners().stream()
                    .filter(listener -> listener.balancer().equals(balancer))
                    .count();
            return there >= truth.listenersPerBalancer();
        });
    }

    private Key key(String balancer, Front front) {
        PoolId pool = new PoolId("lb", truth.cloud().cloud(), ACCOUNT, balancer);
        PortSpace space = rules.bothOnOne() != BothOnOne.APART
                ? PortSpace.ANY
                : switch (front.transport()) {
                    case TCP -> PortSpace.TCP;
                    case UDP -> PortSpace.UDP;
                    case TCP_UDP -> PortSpace.ANY;
                };
        return new Key.Port(pool, space, front.number());
    }
}
