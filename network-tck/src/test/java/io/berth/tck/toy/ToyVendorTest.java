package io.berth.tck.toy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.spi.NetworkException;
import io.berth.spi.NetworkException.Kind;
import io.berth.spi.Protocol;
import io.berth.tck.sim.VirtualTime;
import io.berth.tck.toy.ToyApi.Backend;
import io.berth.tck.toy.ToyApi.Binding;
import io.berth.tck.toy.ToyApi.Listener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The toy is as hard as it says it is: what it does not do to the engine, the engine is not tried in. */
class ToyVendorTest {
    private final VirtualTime time = new VirtualTime(new Random(11));
    private final ToyVendor vendor =
            new ToyVendor(time, new Random(11), List.of("lb-1", "lb-2"), new ToyVendor.Quota(3, 4));
    private final ToyApi api = vendor.session("op");

    ToyVendorTest() {
        vendor.weather(ToyWeather.still());
    }

    private static void fails(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        NetworkException.class,
                        fault -> assertThat(fault.kind()).isEqualTo(kind));
    }

    private void pass(Duration some) {
        boolean[] over = {false};
        time.after(some, () -> over[0] = true);
        while (!over[0]) {
            assertThat(time.step()).isTrue();
        }
    }

    private void listen(int port, String group) {
        api.createListener("lb-1", new Listener(Protocol.TCP, port, group, "m"));
    }

    private boolean isListed(String group) {
        List<ToyApi.Group> all = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            ToyApi.Page<ToyApi.Group> page = api.groups("lb-1", token);
            all.addAll(page.items());
            token = page.next();
        } while (token.isPresent());
        return all.stream().anyMatch(found -> found.id().equals(group));
    }

    @Test
    void aClientIsServedThroughListenerGroupAndInterface() {
        String id = vendor.attach("10.0.0.1");
        String group = api.createGroup("lb-1", "m");
        listen(7000, group);
        Backend backend = new Backend(id, "10.0.0.1", 80, "m");
        api.bind("lb-1", List.of(new Binding(group, backend)));
        assertThat(vendor.reach(api.address("lb-1"), Protocol.TCP, 7000)).containsExactly(backend);
        assertThat(vendor.reach(api.address("lb-1"), Protocol.UDP, 7000)).isEmpty();
        assertThat(vendor.reach(api.address("lb-2"), Protocol.TCP, 7000)).isEmpty();
        api.unbind("lb-1", group, id);
        assertThat(vendor.reach(api.address("lb-1"), Protocol.TCP, 7000)).isEmpty();
    }

    @Test
    void aWriteLocksTheWholeBalancerAndNoOther() {
        vendor.weather(new ToyWeather(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(2), 0, 0, false));
        api.createGroup("lb-1", "m");
        fails(Kind.BUSY, () -> api.createGroup("lb-1", "m"));
        api.createGroup("lb-2", "m");
        pass(Duration.ofSeconds(2));
        api.createGroup("lb-1", "m");
    }

    @Test
    void listsLagAndReadsByIdDoNot() {
        vendor.weather(new ToyWeather(Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO, 0, 0, false));
        pass(Duration.ofSeconds(5));
        String group = api.createGroup("lb-1", "m");
        int hidden = 0;
        for (int i = 0; i < 50; i++) {
            hidden += isListed(group) ? 0 : 1;
            assertThat(api.group("lb-1", group)).isPresent();
        }
        assertThat(hidden).isBetween(1, 49);
        pass(Duration.ofSeconds(3));
        for (int i = 0; i < 50; i++) {
            assertThat(isListed(group)).isTrue();
        }
        api.deleteGroup("lb-1", group);
        int still = 0;
        for (int i = 0; i < 50; i++) {
            still += isListed(group) ? 1 : 0;
        }
        assertThat(still).isBetween(1, 49);
    }

    @Test
    void aLostRequestIsDoneOrNotOrLater() {
        vendor.weather(new ToyWeather(Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO, 0, 1, false));
        int done = 0;
        int later = 0;
        int never = 0;
        for (int i = 0; i < 60; i++) {
            String mark = "m" + i;
            vendor.truth().groups().keySet().forEach(this::clear);
            fails(Kind.OUTCOME_UNKNOWN, () -> api.createGroup("lb-1", mark));
            boolean now = !vendor.truth().groups().isEmpty();
            pass(Duration.ofSeconds(3));
            boolean then = !vendor.truth().groups().isEmpty();
            done += now ? 1 : 0;
            later += !now && then ? 1 : 0;
            never += then ? 0 : 1;
        }
        assertThat(List.of(done, later, never)).allMatch(count -> count > 0);
        fails(Kind.OUTCOME_UNKNOWN, () -> api.groups("lb-1", Optional.empty()));
    }

    private void clear(String group) {
        ToyWeather before = new ToyWeather(Duration.ZERO, Duration.ofSeconds(2), Duration.ZERO, 0, 1, false);
        vendor.weather(ToyWeather.still());
        api.deleteGroup("lb-1", group);
        vendor.weather(before);
    }

    @Test
    void itThrottlesAndItIsDown() {
        vendor.weather(new ToyWeather(Duration.ZERO, Duration.ZERO, Duration.ZERO, 1, 0, false));
        fails(Kind.THROTTLED, () -> api.createGroup("lb-1", "m"));
        fails(Kind.THROTTLED, () -> api.address("lb-1"));
        vendor.weather(new ToyWeather(Duration.ZERO, Duration.ZERO, Duration.ZERO, 0, 0, true));
        fails(Kind.UNAVAILABLE, () -> api.createGroup("lb-1", "m"));
        fails(Kind.UNAVAILABLE, () -> api.groups("lb-1", Optional.empty()));
        assertThat(vendor.truth().groups()).isEmpty();
    }

    @Test
    void itHasQuotas() {
        String group = api.createGroup("lb-1", "m");
        listen(7000, group);
        listen(7001, group);
        listen(7002, group);
        fails(Kind.QUOTA, () -> listen(7003, group));
        api.createGroup("lb-1", "m");
        api.createGroup("lb-1", "m");
        api.createGroup("lb-1", "m");
        fails(Kind.QUOTA, () -> api.createGroup("lb-1", "m"));
        api.createGroup("lb-2", "m");
    }

    @Test
    void itRefusesWhatDoesNotFit() {
        String group = api.createGroup("lb-1", "m");
        listen(7000, group);
        String id = vendor.attach("10.0.0.1");
        fails(Kind.INVALID, () -> api.createGroup("lb-9", "m"));
        fails(Kind.INVALID, () -> api.address("lb-9"));
        fails(Kind.CONFLICT, () -> listen(7000, group));
        fails(Kind.CONFLICT, () -> listen(7001, "sg-none"));
        fails(Kind.CONFLICT, () -> api.deleteGroup("lb-1", group));
        fails(Kind.CONFLICT, () -> api.deleteGroup("lb-2", group));
        fails(Kind.CONFLICT, () -> api.unbind("lb-1", group, id));
        fails(Kind.CONFLICT, () -> api.deleteListener("lb-1", Protocol.TCP, 7009, group));
        Backend wrong = new Backend("if-none", "10.0.0.1", 80, "m");
        fails(Kind.CONFLICT, () -> api.bind("lb-1", List.of(new Binding(group, wrong))));
        Backend right = new Backend(id, "10.0.0.1", 80, "m");
        api.bind("lb-1", List.of(new Binding(group, right)));
        String other = vendor.attach("10.0.0.2");
        Backend second = new Backend(other, "10.0.0.2", 80, "m");
        fails(Kind.CONFLICT, () -> api.bind("lb-1", List.of(new Binding(group, second))));
    }

    @Test
    void ofSeveralBindingsAllAreDoneOrNone() {
        String good = api.createGroup("lb-1", "m");
        String id = vendor.attach("10.0.0.1");
        Backend backend = new Backend(id, "10.0.0.1", 80, "m");
        fails(
                Kind.CONFLICT,
                () -> api.bind("lb-1", List.of(new Binding(good, backend), new Binding("sg-none", backend))));
        assertThat(api.group("lb-1", good).orElseThrow().backends()).isEmpty();
    }

    @Test
    void onlyTheListenerThatWasReadIsDeleted() {
        String group = api.createGroup("lb-1", "m");
        listen(7000, group);
        vendor.humanPuts("lb-1", new Listener(Protocol.TCP, 7000, "sg-foreign", "theirs"));
        fails(Kind.CONFLICT, () -> api.deleteListener("lb-1", Protocol.TCP, 7000, group));
        assertThat(vendor.truth().listeners()).hasSize(1);
    }

    @Test
    void anInterfaceIsTheOneThatTheIpHasNow() {
        String first = vendor.attach("10.0.0.1");
        String second = vendor.attach("10.0.0.1");
        assertThat(api.interfaces(Set.of("10.0.0.1", "10.0.0.2"))).containsOnlyKeys("10.0.0.1");
        vendor.detach("10.0.0.1", first);
        assertThat(api.interfaces(Set.of("10.0.0.1"))).containsValue(second);
        vendor.detach("10.0.0.1", second);
        assertThat(api.interfaces(Set.of("10.0.0.1"))).isEmpty();
        fails(Kind.INVALID, () -> api.interfaces(Set.of("1", "2", "3", "4", "5", "6")));
    }

    @Test
    void listsComeInPages() {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            made.add(api.createGroup("lb-1", "m"));
        }
        ToyApi.Page<ToyApi.Group> first = api.groups("lb-1", Optional.empty());
        assertThat(first.items()).extracting(ToyApi.Group::id).containsExactlyElementsOf(made.subList(0, 3));
        ToyApi.Page<ToyApi.Group> last = api.groups("lb-1", first.next());
        assertThat(last.items()).extracting(ToyApi.Group::id).containsExactly(made.get(3));
        assertThat(last.next()).isEmpty();
    }

    @Test
    void peopleEmptyGroupsAndDeleteListeners() {
        String id = vendor.attach("10.0.0.1");
        String group = api.createGroup("lb-1", "m");
        listen(7000, group);
        api.bind("lb-1", List.of(new Binding(group, new Backend(id, "10.0.0.1", 80, "m"))));
        vendor.humanUnbinds("sg-none");
        vendor.humanUnbinds(group);
        assertThat(api.group("lb-1", group).orElseThrow().backends()).isEmpty();
        vendor.humanDeletes(new ToyState.Place("lb-1", Protocol.TCP, 7000));
        assertThat(vendor.truth().listeners()).isEmpty();
    }
}
