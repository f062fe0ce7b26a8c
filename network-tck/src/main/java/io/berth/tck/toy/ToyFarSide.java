package io.berth.tck.toy;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Providers;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.config.NameValue;
import io.berth.tck.sim.Chance;
import io.berth.tck.sim.FarSide;
import io.berth.tck.sim.Gate;
import io.berth.tck.sim.VirtualTime;
import io.berth.tck.toy.ToyState.Place;
import io.berth.tck.toy.ToyState.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The toy's far side in the simulation: two small balancers, so that there is never quite enough. */
public final class ToyFarSide implements FarSide {
    private static final List<String> BALANCERS = List.of("lb-1", "lb-2");
    private static final int FIRST = 7000;
    private static final int LAST = 7006;
    private static final int BLOCKED = 7003;
    private static final String CONF = "game.kruise.io/network-conf";
    private static final String FOREIGN = "somebody else's";
    private static final List<String> GOOD_PORTS =
            List.of("80/TCP", "80/TCP,81/UDP", "82/TCPUDP", "80/TCP,81/TCP,82/TCPUDP", "80");
    private static final List<String> BAD = List.of(
            "no json",
            "{\"name\":\"LbIds\",\"value\":\"lb-1\"}",
            conf("lb-1", "80x"),
            conf("lb-1", "0/TCP"),
            conf("lb-1", "65536/UDP"),
            conf("lb-1", "80/tcp"),
            conf("", "80"),
            conf("lb-1", "80,81,82,83,84,85,86,87,88"),
            "[{\"name\":\"LbIDs\",\"value\":\"lb-1\"},{\"name\":\"Ports\",\"value\":\"80\"}]",
            conf("lb-9", "80"));

    private static final Duration LATELY = Duration.ofSeconds(6);
    private static final int STATES = 100;

    private final VirtualTime time;
    private final ToyVendor vendor;
    private final Map<Key, Long> foreignUntil = new LinkedHashMap<>();
    private final Identity identity;
    private final Map<String, String> interfaces = new TreeMap<>();
    private final Map<String, Set<Key>> hidden = new TreeMap<>();

    /** What was read off the latest states, which never change: the judges ask after every step. */
    private final IdentityHashMap<ToyState, List<Marked>> read = new IdentityHashMap<>();

    private Optional<Judge> judge = Optional.empty();

    public ToyFarSide(VirtualTime time, Chance chance, Identity identity) {
        this(time, chance, identity, new ToyVendor.Quota(11, 14));
    }

    public ToyFarSide(VirtualTime time, Chance chance, Identity identity, ToyVendor.Quota quota) {
        this.time = requireNonNull(time, "time is null");
        this.identity = requireNonNull(identity, "identity is null");
        this.vendor = new ToyVendor(time, chance.generator(), BALANCERS, quota);
        vendor.watch(new ToyVendor.Watcher() {
            @Override
            public void sent(ToyWrite write) {
                judge.ifPresent(j -> writes(write, vendor.truth()).forEach(j::sent));
            }

            @Override
            public void done(ToyWrite write, ToyState before, ToyState after) {
                judge.ifPresent(j -> writes(write, before)
                        .forEach(one -> j.done(
                                one, removed(before, after), foreign(write, before, after), isSecond(write, before))));
            }

            @Override
            public void read(String sender, ToyState truth, ToyState shown) {
                Set<Key> late = new LinkedHashSet<>();
                Set<String> seen = marked(shown).stream().map(Marked::what).collect(Collectors.toSet());
                marked(truth).stream()
                        .filter(thing -> !seen.contains(thing.what()))
                        .forEach(thing -> late.addAll(thing.keys()));
                hidden.put(sender, late);
            }
        });
    }

    private static String conf(String balancers, String ports) {
        return "[{\"name\":\"LbIds\",\"value\":\"%s\"},{\"name\":\"Ports\",\"value\":\"%s\"}]"
                .formatted(balancers, ports);
    }

    @Override
    public String networkType() {
        return ToyCloudFactory.NETWORK_TYPE;
    }

    @Override
    public Equipment equip(Identity ours, Gate gate) {
        return new Equipment(
                Providers.of(List.of(new ToyPluginFactory()), List.of(new ToyCloudFactory())),
                Map.of(
                        ToyCloudFactory.NETWORK_TYPE,
                        List.of(
                                new NameValue("range", FIRST + "-" + LAST),
                                new NameValue("blocked", Integer.toString(BLOCKED)))),
                List.of(new CloudAccount(ToyCloudFactory.NAME, "main", List.of(new NameValue("readDelay", "5s")))),
                Map.of(ToyApi.class, gate.guard(ToyApi.class, vendor.session(gate.instance()))));
    }

    @Override
    public void judge(Judge judges) {
        judge = Optional.of(judges);
    }

    @Override
    public void mood(Mood mood) {
        vendor.weather(
                switch (mood) {
                    case FAIR -> ToyWeather.fair();
                    case STORMY ->
                        new ToyWeather(
                                Duration.ofMillis(2000),
                                Duration.ofMillis(2500),
                                Duration.ofMillis(1500),
                                0.1,
                                0.15,
                                false);
                    case DOWN -> new ToyWeather(Duration.ZERO, Duration.ZERO, Duration.ofMillis(800), 0, 0, true);
                });
    }

    @Override
    public String goodConf(Chance chance) {
        return conf(chance.pick(List.of("lb-1", "lb-2", "lb-1,lb-2", "lb-2,lb-1")), chance.pick(GOOD_PORTS));
    }

    @Override
    public String badConf(Chance chance) {
        return chance.pick(BAD);
    }

    @Override
    public void podUp(PodRef pod, String ip) {
        interfaces.put(pod.uid(), vendor.attach(ip));
    }

    @Override
    public void podDown(PodRef pod, String ip) {
        String id = interfaces.remove(pod.uid());
        if (id != null) {
            vendor.detach(ip, id);
        }
    }

    // People.

    @Override
    public Optional<Meddling> meddle(Chance chance) {
        List<Place> listeners = new ArrayList<>(vendor.truth().listeners().keySet());
        int kind = chance.below(3);
        if (kind == 0 || listeners.isEmpty()) {
            Place place = new Place(
                    chance.pick(BALANCERS),
                    chance.pick(List.of(Protocol.TCP, Protocol.UDP)),
                    FIRST + chance.below(LAST - FIRST + 1));
            vendor.humanPuts(
                    place.balancer(), new ToyApi.Listener(place.protocol(), place.port(), "sg-foreign", FOREIGN));
            return Optional.of(new Meddling("somebody puts a listener on " + place, Set.of(key(place))));
        }
        Place place = chance.pick(listeners);
        if (kind == 1) {
            noteForeign(place);
            vendor.humanDeletes(place);
            return Optional.of(new Meddling("somebody deletes the listener on " + place, Set.of(key(place))));
        }
        ToyApi.Listener listener = vendor.truth().listeners().get(place);
        String group = listener == null ? "" : listener.groupId();
        vendor.humanUnbinds(group);
        return Optional.of(new Meddling("somebody empties the group of " + place, Set.of(key(place))));
    }

    @Override
    public void tidy() {
        vendor.truth().listeners().forEach((place, listener) -> {
            if (!isOurs(listener.mark())) {
                noteForeign(place);
                vendor.humanDeletes(place);
            }
        });
    }

    /** Reads may still show it. */
    private void noteForeign(Place place) {
        if (isForeign(key(place))) {
            foreignUntil.put(key(place), time.nanos() + LATELY.toNanos());
        }
    }

    // The truth.

    @Override
    public List<Marked> marked() {
        return marked(vendor.truth());
    }

    private List<Marked> marked(ToyState state) {
        List<Marked> known = read.get(state);
        if (known == null) {
            if (read.size() >= STATES) {
                read.clear();
            }
            known = List.copyOf(markedIn(state));
            read.put(state, known);
        }
        return known;
    }

    private List<Marked> markedIn(ToyState state) {
        List<Marked> things = new ArrayList<>();
        state.listeners().forEach((place, listener) -> {
            if (isOurs(listener.mark())) {
                things.add(new Marked("listener " + place, Set.of(key(place)), Optional.empty(), Optional.empty()));
            }
        });
        state.groups()
                .forEach((id, stored) -> ToyMark.parse(stored.group().mark(), identity)
                        .ifPresent(mark -> {
                            Set<Key> keys = keys(state, stored);
                            things.add(new Marked("group " + id, keys, mark.holder(), Optional.empty()));
                            stored.group()
                                    .backends()
                                    .forEach(backend -> things.add(new Marked(
                                            "backend %s %s of %s for %s"
                                                    .formatted(backend.interfaceId(), backend.ip(), id, backend.mark()),
                                            keys,
                                            ToyMark.parse(backend.mark(), identity)
                                                    .flatMap(ToyMark::holder),
                                            Optional.of(backend.ip()))));
                        }));
        return things;
    }

    /** The keys that a group is behind: its listeners', and the one it was made for. */
    private Set<Key> keys(ToyState state, Stored stored) {
        Set<Key> keys = new LinkedHashSet<>();
        keys.add(new Key.Member(pool(stored.balancer()), stored.group().id()));
        state.listeners().forEach((place, listener) -> {
            if (place.balancer().equals(stored.balancer())
                    && listener.groupId().equals(stored.group().id())) {
                keys.add(key(place));
            }
        });
        ToyMark.parse(stored.group().mark(), identity)
                .flatMap(ToyMark::line)
                .ifPresent(line -> keys.add(key(new Place(stored.balancer(), line.protocol(), line.number()))));
        return keys;
    }

    @Override
    public Set<String> reach(String address, Protocol protocol, int port) {
        Set<String> ips = new TreeSet<>();
        vendor.reach(address, protocol, port).forEach(backend -> ips.add(backend.ip()));
        return ips;
    }

    @Override
    public boolean fits(PodView pod, List<Door> doors) {
        String conf = pod.annotations().getOrDefault(CONF, "");
        Optional<String> ports = GOOD_PORTS.stream()
                .filter(one -> conf.endsWith("\"" + one + "\"}]"))
                .findFirst();
        Map<Integer, Set<Protocol>> numbers = new TreeMap<>();
        doors.forEach(door ->
                numbers.computeIfAbsent(door.port(), n -> new TreeSet<>()).add(door.protocol()));
        return ports.isPresent()
                && doors.stream().allMatch(door -> isOfOne(conf, door.ip()))
                && shapes(ports.get())
                        .equals(numbers.values().stream()
                                .map(Set::toString)
                                .sorted()
                                .toList());
    }

    private boolean isOfOne(String conf, String ip) {
        return vendor.addresses().entrySet().stream()
                .anyMatch(entry -> entry.getValue().equals(ip) && conf.contains(entry.getKey()));
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
        return hidden.getOrDefault(sender, Set.of()).contains(key);
    }

    @Override
    public boolean isForeign(Key key) {
        boolean lately = foreignUntil.getOrDefault(key, Long.MIN_VALUE) > time.nanos();
        return lately
                || vendor.truth().listeners().entrySet().stream()
                        .anyMatch(entry -> key(entry.getKey()).equals(key)
                                && !isOurs(entry.getValue().mark()));
    }

    @Override
    public boolean canBeFreed(Set<Key> keys) {
        return keys.stream()
                .flatMap(key -> key.inPool().stream())
                .map(PoolId::id)
                .allMatch(BALANCERS::contains);
    }

    @Override
    public boolean explains(Reason reason, PodView pod, Set<Key> held) {
        String conf = pod.annotations().getOrDefault(CONF, "");
        boolean bad = BAD.contains(conf);
        return switch (reason) {
            case BAD_PARAMETERS -> bad;
            case POOL_FULL -> isFull(conf, held);
            // One that does not exist.
            case CONFLICT, PLUGIN_FAULT, FAR_SIDE_UNAVAILABLE -> conf.contains("lb-9");
            case QUOTA -> isAtQuota(conf);
            default -> false;
        };
    }

    private boolean isFull(String conf, Set<Key> held) {
        return BALANCERS.stream().filter(conf::contains).allMatch(balancer -> {
            long free = 0;
            for (int n = FIRST; n <= LAST; n++) {
                Key tcp = key(new Place(balancer, Protocol.TCP, n));
                Key udp = key(new Place(balancer, Protocol.UDP, n));
                boolean taken = held.contains(tcp) || held.contains(udp) || isForeign(tcp) || isForeign(udp);
                free += n == BLOCKED || taken ? 0 : 1;
            }
            return free < conf.chars().filter(c -> c == '/').count() || free == 0 || conf.contains("TCPUDP");
        });
    }

    private boolean isAtQuota(String conf) {
        return BALANCERS.stream().filter(conf::contains).anyMatch(balancer -> {
            long listeners = vendor.truth().listeners().keySet().stream()
                    .filter(place -> place.balancer().equals(balancer))
                    .count();
            return listeners >= vendor.quota().listeners();
        });
    }

    // Requests.

    private List<Write> writes(ToyWrite write, ToyState state) {
        List<Write> all = new ArrayList<>();
        for (ToyApi.Binding binding : write.bindings()) {
            all.add(new Write(
                    write.sender(),
                    write.action(),
                    groupKeys(state, binding.groupId()),
                    ToyMark.parse(binding.backend().mark(), identity).flatMap(ToyMark::holder),
                    Optional.of(binding.backend().ip()),
                    true));
        }
        if (all.isEmpty()) {
            Set<Key> keys = new LinkedHashSet<>();
            write.place().ifPresent(place -> keys.add(key(place)));
            write.groupIds().forEach(id -> keys.addAll(groupKeys(state, id)));
            Optional<ToyMark> mark = write.mark().flatMap(text -> ToyMark.parse(text, identity));
            mark.flatMap(ToyMark::line)
                    .ifPresent(line -> keys.add(key(new Place(write.balancer(), line.protocol(), line.number()))));
            all.add(new Write(
                    write.sender(),
                    write.action(),
                    keys,
                    mark.flatMap(ToyMark::holder),
                    Optional.empty(),
                    write.mark().isPresent()));
        }
        return all;
    }

    private Set<Key> groupKeys(ToyState state, String id) {
        Stored stored = state.groups().get(id);
        return stored == null ? Set.of() : keys(state, stored);
    }

    private List<Marked> removed(ToyState before, ToyState after) {
        Set<String> left = marked(after).stream().map(Marked::what).collect(Collectors.toSet());
        return marked(before).stream()
                .filter(thing -> !left.contains(thing.what()))
                .toList();
    }

    private List<String> foreign(ToyWrite write, ToyState before, ToyState after) {
        List<String> changed = new ArrayList<>();
        before.listeners().forEach((place, listener) -> {
            if (!isOurs(listener.mark()) && !listener.equals(after.listeners().get(place))) {
                changed.add("listener " + place);
            }
        });
        before.groups().forEach((id, stored) -> {
            if (!isOurs(stored.group().mark()) && !stored.equals(after.groups().get(id))) {
                changed.add("group " + id + " by " + write.action());
            }
        });
        return changed;
    }

    private boolean isSecond(ToyWrite write, ToyState before) {
        return write.action().equals("createGroup")
                && before.groups().values().stream()
                        .anyMatch(stored -> stored.balancer().equals(write.balancer())
                                && write.mark()
                                        .equals(Optional.of(stored.group().mark())));
    }

    private boolean isOurs(String mark) {
        return ToyMark.parse(mark, identity).isPresent();
    }

    private static PoolId pool(String balancer) {
        return new PoolId(ToyPlugin.KIND, ToyCloudFactory.NAME, "main", balancer);
    }

    private static Key key(Place place) {
        return new Key.Port(pool(place.balancer()), PortSpace.of(place.protocol()), place.port());
    }
}
