package io.berth.tck.service;

import static java.util.Objects.requireNonNull;

import io.berth.runtime.CloudAccount;
import io.berth.runtime.Providers;
import io.berth.spi.Identity;
import io.berth.spi.Key;
import io.berth.spi.NetworkException;
import io.berth.spi.NetworkPluginFactory;
import io.berth.spi.NodeView;
import io.berth.spi.OwnerView;
import io.berth.spi.PodRef;
import io.berth.spi.PodView;
import io.berth.spi.PoolId;
import io.berth.spi.PortSpace;
import io.berth.spi.Protocol;
import io.berth.spi.Reason;
import io.berth.spi.cloud.service.ServiceDraft;
import io.berth.spi.cloud.service.ServicePort;
import io.berth.spi.cloud.service.ServiceReads;
import io.berth.spi.cloud.service.ServiceType;
import io.berth.spi.cloud.service.ServiceView;
import io.berth.spi.cloud.service.ServiceWrites;
import io.berth.spi.config.NameValue;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Pods served by Services in the simulation: two pools with few numbers, so that there is never quite enough. */
public final class ServiceFarSide implements FarSide {
    /** @param number of its making: the same IP may come back */
    private record Endpoint(String ip, int number) {}

    private static final String POD_NAME = "statefulset.kubernetes.io/pod-name";
    private static final int FIRST = 7000;
    private static final int LAST = 7006;
    private static final int BLOCKED = 7003;
    private static final String ACCOUNT = "main";
    private static final String CONF = "game.kruise.io/network-conf";
    private static final String NAMESPACE = "games";
    private static final Duration LATELY = Duration.ofSeconds(12);
    private static final Duration EVICTED = Duration.ofSeconds(10);
    private static final List<String> GOOD_PORTS =
            List.of("80/TCP", "80/TCP,81/UDP", "80", "80/TCP,81/TCP,82/UDP", "82/TCPUDP", "80/TCP,81/TCP,82/TCPUDP");

    private final VirtualTime time;
    private final Chance chance;
    private final PlayedForm form;
    private final NetworkPluginFactory<?> plugin;
    private final PlayedServices services;
    private final Map<String, String> pools = new TreeMap<>();
    private final List<String> bad;
    private final List<String> goodPorts;
    private final Map<Key, Long> foreignUntil = new LinkedHashMap<>();
    private final Map<String, Map<String, Endpoint>> ipsByName = new TreeMap<>();
    private Optional<Judge> judge = Optional.empty();
    private Mood mood = Mood.FAIR;
    private List<ServiceView> last = List.of();
    private int made;

    public ServiceFarSide(VirtualTime time, Chance chance, PlayedForm form, NetworkPluginFactory<?> plugin) {
        this.time = requireNonNull(time, "time is null");
        this.chance = requireNonNull(chance, "chance is null");
        this.form = requireNonNull(form, "form is null");
        this.plugin = requireNonNull(plugin, "plugin is null");
        boolean balanced = form == PlayedForm.BALANCED;
        pools.put(balanced ? "lb-1" : "198.51.100.1", "198.51.100.1");
        pools.put(balanced ? "lb-2" : "198.51.100.2", "198.51.100.2");
        this.services = new PlayedServices(time, chance, pools);
        services.watch(this::changed);
        // Where numbers do not tell, protocols have to: which parameters an address is of.
        this.goodPorts = GOOD_PORTS.stream()
                .filter(ports -> form != PlayedForm.NODE_PORT || !ports.equals("82/TCPUDP"))
                .toList();
        String one = pools.keySet().iterator().next();
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
    }

    private static String unknown() {
        return "lb-9";
    }

    private String conf(String ids, String ports) {
        String pool = "{\"name\":\"%s\",\"value\":\"%s\"},".formatted(form.poolsParameter(), ids);
        return "[%s{\"name\":\"PortProtocols\",\"value\":\"%s\"}]"
                .formatted(form == PlayedForm.NODE_PORT && !ids.isEmpty() && !ids.equals(unknown()) ? "" : pool, ports);
    }

    @Override
    public String networkType() {
        return form.networkType();
    }

    @Override
    public boolean holdsOutside() {
        return form != PlayedForm.NODE_PORT;
    }

    @Override
    public Equipment equip(Identity ours, Gate gate) {
        PlayedApi api = new PlayedApi(
                time,
                chance,
                services,
                () -> mood,
                new PlayedApi.Hearing() {
                    @Override
                    public <A> A of(
                            String action,
                            Optional<ServiceDraft> draft,
                            Optional<ServiceView> before,
                            Supplier<A> request) {
                        return heard(gate.instance(), action, draft, before, request);
                    }
                },
                this::changed);
        return new Equipment(
                Providers.of(
                        List.of(plugin),
                        List.of(new PlayedCluster(
                                gate.guard(ServiceReads.class, api), gate.guard(ServiceWrites.class, api)))),
                Map.of(
                        form.networkType(),
                        List.of(
                                new NameValue("range", FIRST + "-" + LAST),
                                new NameValue("blocked", Integer.toString(BLOCKED)))),
                List.of(new CloudAccount(PlayedCluster.CLOUD, ACCOUNT, List.of())),
                Map.of());
    }

    @Override
    public void judge(Judge judges) {
        judge = Optional.of(judges);
    }

    @Override
    public void mood(Mood now) {
        mood = now;
    }

    @Override
    public String goodConf(Chance by) {
        List<String> ids = List.copyOf(pools.keySet());
        String one = ids.get(0);
        String other = ids.get(1);
        return conf(by.pick(List.of(one, other, one + "," + other, other + "," + one)), by.pick(goodPorts));
    }

    @Override
    public String badConf(Chance by) {
        return by.pick(bad);
    }

    @Override
    public void runs(PodView pod, NodeView node, String ip) {
        podUp(pod.ref(), ip);
    }

    /** Endpoints follow what the API server shows, where a name is one pod's only. */
    @Override
    public void podUp(PodRef pod, String ip) {
        Map<String, Endpoint> ips = ips(pod);
        ips.clear();
        ips.put(pod.uid(), new Endpoint(ip, ++made));
    }

    /** Of a machine that is lost nobody hears at once: the pod is shown with its IP until it is evicted. */
    @Override
    public void podDown(PodRef pod, String ip) {
        Endpoint now = ips(pod).get(pod.uid());
        time.after(EVICTED, () -> ips(pod).remove(pod.uid(), now));
    }

    private Map<String, Endpoint> ips(PodRef pod) {
        return ipsByName.computeIfAbsent(pod.namespace() + "/" + pod.name(), name -> new TreeMap<>());
    }

    @Override
    public void podGone(PodRef pod) {
        services.podGone(pod);
    }

    // Requests.

    private <A> A heard(
            String sender,
            String action,
            Optional<ServiceDraft> draft,
            Optional<ServiceView> before,
            Supplier<A> request) {
        Set<Key> keys = new LinkedHashSet<>();
        before.filter(services::isOurs).ifPresent(there -> keys.addAll(keys(there)));
        draft.ifPresent(wanted -> keys.addAll(keys(wanted)));
        Optional<PodRef> madeFor = draft.map(wanted -> new PodRef(
                wanted.namespace(), wanted.owner().name(), wanted.owner().uid()));
        boolean makes =
                draft.filter(wanted -> wanted.selector().containsKey(POD_NAME)).isPresent();
        Write write = new Write(sender, action, keys, madeFor, Optional.empty(), makes);
        judge.ifPresent(j -> j.sent(write));
        List<ServiceView> then = services.all();
        try {
            return request.get();
        } finally {
            List<ServiceView> now = services.all();
            last = now;
            if (!now.equals(then)) {
                judge.ifPresent(j -> j.done(write, removed(then, now), foreign(then, now), false));
            }
        }
    }

    /** The controller, the garbage collector, or a request that came late. */
    private void changed() {
        List<ServiceView> then = last;
        List<ServiceView> now = services.all();
        last = now;
        Set<Key> keys = new LinkedHashSet<>();
        List<Marked> removed = removed(then, now);
        removed.forEach(thing -> keys.addAll(thing.keys()));
        removed(now, then).forEach(thing -> keys.addAll(thing.keys()));
        Write late = new Write("late", "late", keys, Optional.empty(), Optional.empty(), false);
        judge.ifPresent(j -> j.done(late, removed, List.of(), false));
    }

    private List<Marked> removed(List<ServiceView> before, List<ServiceView> after) {
        Set<String> left = things(after).stream().map(Marked::what).collect(Collectors.toSet());
        return things(before).stream()
                .filter(thing -> !left.contains(thing.what()))
                .toList();
    }

    private List<String> foreign(List<ServiceView> before, List<ServiceView> after) {
        return before.stream()
                .filter(service -> !services.isOurs(service))
                .filter(service -> after.stream()
                        .noneMatch(other -> other.uid().equals(service.uid())
                                && other.selector().equals(service.selector())
                                && other.deleting() == service.deleting()))
                .map(service -> "Service " + service.name())
                .toList();
    }

    // People.

    @Override
    public Optional<Meddling> meddle(Chance by) {
        List<ServiceView> there =
                services.all().stream().filter(services::isOurs).toList();
        int kind = by.below(4);
        if (kind == 0 || there.isEmpty()) {
            return form == PlayedForm.NODE_PORT ? Optional.empty() : stands(by);
        }
        if (kind == 1) {
            String name = "game-" + by.below(6);
            services.putForeign(foreign(name, Optional.empty(), 80, Protocol.TCP));
            return meddled("somebody makes a Service " + name, Set.of());
        }
        if (form == PlayedForm.NODE_PORT) {
            // Nobody could say which pods it concerns: they hold nothing.
            return Optional.empty();
        }
        ServiceView service = by.pick(there);
        Set<Key> keys = keys(service);
        if (kind == 2) {
            try {
                services.delete(service.namespace(), service.name(), service.uid());
            } catch (NetworkException e) {
                return Optional.empty();
            }
            return meddled("somebody deletes Service " + service.name(), keys);
        }
        services.change(service, Map.of("app", "other"));
        return meddled("somebody lets Service " + service.name() + " lead elsewhere", keys);
    }

    /** On a number where none of ours is, as somebody who looks first does. */
    private Optional<Meddling> stands(Chance by) {
        String pool = by.pick(List.copyOf(pools.keySet()));
        int number = FIRST + by.below(LAST - FIRST + 1);
        Protocol protocol = by.pick(List.of(Protocol.TCP, Protocol.UDP));
        Key key = key(pool, protocol, number);
        if (services.all().stream().anyMatch(service -> keys(service).contains(key))) {
            return Optional.empty();
        }
        services.putForeign(foreign("extra-%04x".formatted(++made), Optional.of(pool), number, protocol));
        return meddled("somebody puts a Service on " + key, Set.of(key));
    }

    private ServiceDraft foreign(String name, Optional<String> pool, int number, Protocol protocol) {
        boolean balanced = form == PlayedForm.BALANCED && pool.isPresent();
        return new ServiceDraft(
                NAMESPACE,
                name,
                new OwnerView("example.com/v1", "Other", "other", "other"),
                Map.of(),
                balanced ? Map.of(PlayedForm.BALANCER, pool.get()) : Map.of(),
                Set.of(),
                balanced ? ServiceType.LOAD_BALANCER : ServiceType.CLUSTER_IP,
                Map.of("app", "other"),
                List.of(new ServicePort("p", protocol, number, "80", OptionalInt.empty())),
                balanced ? List.of() : pool.stream().toList(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
    }

    private Optional<Meddling> meddled(String what, Set<Key> keys) {
        last = services.all();
        return Optional.of(new Meddling(what, keys));
    }

    @Override
    public void tidy() {
        for (ServiceView service : services.all()) {
            if (!services.isOurs(service) && !service.deleting()) {
                keys(service).forEach(key -> foreignUntil.put(key, time.nanos() + LATELY.toNanos()));
                services.delete(service.namespace(), service.name(), service.uid());
            }
        }
        last = services.all();
    }

    // The truth.

    @Override
    public List<Marked> marked() {
        return things(services.all());
    }

    private List<Marked> things(List<ServiceView> of) {
        List<Marked> things = new ArrayList<>();
        for (ServiceView service : of) {
            if (services.isOurs(service)) {
                Set<Key> keys = keys(service);
                things.add(new Marked(
                        "Service %s of UID %s on %s".formatted(service.name(), service.uid(), keys),
                        keys,
                        service.owners().stream()
                                .findFirst()
                                .map(owner -> new PodRef(service.namespace(), owner.name(), owner.uid())),
                        backends(service).stream().findFirst()));
            }
        }
        return List.copyOf(things);
    }

    private Set<String> backends(ServiceView service) {
        String name = service.selector().get(POD_NAME);
        return name == null
                ? Set.of()
                : ipsByName.getOrDefault(service.namespace() + "/" + name, Map.of()).values().stream()
                        .map(Endpoint::ip)
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Set<String> reach(String address, Protocol protocol, int port) {
        Set<String> ips = new TreeSet<>();
        for (ServiceView service : services.all()) {
            for (ServicePort one : service.ports()) {
                if (one.protocol() == protocol && leads(service, one, address, port)) {
                    ips.addAll(backends(service));
                }
            }
        }
        return ips;
    }

    private boolean leads(ServiceView service, ServicePort port, String address, int number) {
        return switch (form) {
            case BALANCED ->
                port.port() == number
                        && service.ingress().stream()
                                .anyMatch(ingress -> ingress.ip().equals(address))
                        && services.isServed(service, port);
            case EXTERNAL_IPS -> port.port() == number && service.externalIps().contains(address);
            case NODE_PORT -> port.nodePort().equals(OptionalInt.of(number));
        };
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
                && (form == PlayedForm.NODE_PORT
                        ? protocols(ports.get())
                                .equals(doors.stream()
                                        .map(door -> door.protocol().name())
                                        .sorted()
                                        .toList())
                        : shapes(ports.get()).equals(shapes));
    }

    private boolean isOfOne(String conf, String address) {
        return form == PlayedForm.NODE_PORT
                || pools.entrySet().stream()
                        .anyMatch(entry -> entry.getValue().equals(address) && conf.contains(entry.getKey()));
    }

    private static List<String> protocols(String ports) {
        return Arrays.stream(ports.split(",", -1))
                .flatMap(port -> port.endsWith("TCPUDP")
                        ? Stream.of("TCP", "UDP")
                        : Stream.of(port.endsWith("UDP") ? "UDP" : "TCP"))
                .sorted()
                .toList();
    }

    /** The protocols of each number. */
    private static List<String> shapes(String ports) {
        return Arrays.stream(ports.split(",", -1))
                .map(port -> port.endsWith("TCPUDP") ? "[TCP, UDP]" : port.endsWith("UDP") ? "[UDP]" : "[TCP]")
                .sorted()
                .toList();
    }

    /** Reads show everything there is. */
    @Override
    public boolean wasHiddenFrom(String sender, Key key) {
        return false;
    }

    @Override
    public boolean isForeign(Key key) {
        return foreignUntil.getOrDefault(key, Long.MIN_VALUE) > time.nanos()
                || services.all().stream()
                        .anyMatch(service ->
                                !services.isOurs(service) && keys(service).contains(key));
    }

    @Override
    public boolean canBeFreed(Set<Key> keys) {
        return true;
    }

    @Override
    public boolean explains(Reason reason, PodView pod, Set<Key> held) {
        String conf = pod.annotations().getOrDefault(CONF, "");
        return switch (reason) {
            case BAD_PARAMETERS -> bad.contains(conf);
            case POOL_FULL -> isFull(conf, held);
            case OBSERVING -> conf.contains(unknown());
            default -> false;
        };
    }

    private boolean isFull(String conf, Set<Key> held) {
        return pools.keySet().stream().filter(conf::contains).allMatch(pool -> {
            long free = 0;
            for (int number = FIRST; number <= LAST; number++) {
                Key tcp = key(pool, Protocol.TCP, number);
                Key udp = key(pool, Protocol.UDP, number);
                boolean taken = held.contains(tcp) || held.contains(udp) || isForeign(tcp) || isForeign(udp);
                free += number == BLOCKED || taken ? 0 : 1;
            }
            return free < conf.chars().filter(c -> c == '/').count() || free == 0 || conf.contains("TCPUDP");
        });
    }

    private Set<Key> keys(ServiceView service) {
        return keys(poolOf(service.annotations(), service.externalIps()), service.ports());
    }

    private Set<Key> keys(ServiceDraft draft) {
        return keys(poolOf(draft.annotations(), draft.externalIps()), draft.ports());
    }

    private static Optional<String> poolOf(Map<String, String> annotations, List<String> ips) {
        return Optional.ofNullable(annotations.get(PlayedForm.BALANCER))
                .or(() -> ips.stream().findFirst());
    }

    private static Set<Key> keys(Optional<String> pool, List<ServicePort> ports) {
        return pool.map(id -> ports.stream()
                        .map(port -> key(id, port.protocol(), port.port()))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
    }

    private static Key key(String pool, Protocol protocol, int number) {
        return new Key.Port(new PoolId("lb", PlayedCluster.CLOUD, ACCOUNT, pool), PortSpace.of(protocol), number);
    }
}
